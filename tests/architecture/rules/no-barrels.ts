import { posix } from 'node:path'
import { type Problem, perFile } from '../rule.ts'
import type { SourceFile } from '../source-file.ts'

/** Nothing is exported on behalf of another file, and no `index` hides what a folder holds (Next's pages apart). */
export const noBarrels = perFile((file) => [...reExports(file), ...indexFile(file)])

const reExports = ({ path, imports }: SourceFile): Problem[] =>
  imports
    .filter(({ isReExport }) => isReExport)
    .map(({ line, specifier }) => ({ path, line, message: `re-exports ${specifier}: import it where it is used` }))

function indexFile({ path }: SourceFile): Problem[] {
  const isIndex = /^index\.\w+$/.test(posix.basename(path)) && !path.startsWith('src/pages/')
  return isIndex ? [{ path, line: 1, message: 'is an index file: name it after what it does' }] : []
}
