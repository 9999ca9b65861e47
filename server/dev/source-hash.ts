import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

const sources = [
  'src',
  'server',
  'prisma-free-db',
  'public',
  'next.config.mjs',
  'postcss.config.mjs',
  'postcss.config.cjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
const ignored = [/\.test\.tsx?$/, /^server[\\/](dev|gateway|worker)[\\/]/, /\.sql$/, /\.md$/]

/** One hash over everything the site is built from: equal hash, equal build. */
export function hashSources(root: string): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((name) => listFiles(join(root, name))).sort()) {
    const name = relative(root, file)
    if (ignored.some((pattern) => pattern.test(name))) continue
    hash.update(`${name}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
