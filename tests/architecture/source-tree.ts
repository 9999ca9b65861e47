import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSourceFile, type SourceFile } from './source-file.ts'

const codeFolders = ['src', 'server', 'prisma-free-db', 'tests', 'scripts']
const isCode = (name: string): boolean => /\.(ts|tsx|mjs|js)$/.test(name) && !name.endsWith('.d.ts')

/** Every source file of the project, parsed; generated table types are left out. */
export function readSourceTree(root: string): SourceFile[] {
  return listPaths(root)
    .filter((path) => path !== 'prisma-free-db/schema.ts')
    .map((path) => parseSourceFile(path, readFileSync(join(root, path), 'utf8')))
}

function listPaths(root: string): string[] {
  const atRoot = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => entry.name)
  return [...atRoot, ...codeFolders.flatMap((folder) => listBelow(root, folder))].sort()
}

function listBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && isCode(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(root.length + 1), entry.name))
}
