import { posix } from 'node:path'

/** The package imports of package.json, which a test compares with this table. */
export const packageImports: Readonly<Record<string, string>> = {
  '#server/': 'server/',
  '#db/': 'prisma-free-db/',
  '#src/': 'src/',
  '#tests/': 'tests/',
}

/** Path from the project's root ("../x" when it leaves it), or undefined for a package. */
export function resolveImport(fromPath: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(fromPath), specifier)
  const prefix = Object.keys(packageImports).find((candidate) => specifier.startsWith(candidate))
  return prefix && `${packageImports[prefix]}${specifier.slice(prefix.length)}`
}
