import { posix } from 'node:path'
import { perFile } from '../rule.ts'

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+(-[a-z]+)*)*\.(ts|tsx|mjs|js)$/
const nextPage = /^(_app|_document|_error|\d{3}|\[{1,2}(\.{3})?[a-z][a-zA-Z]*\]{1,2})(\.json)?\.(ts|tsx)$/

/** kebab-case, so that a name reads the same on every file system. */
export const fileNames = perFile(({ path }) => {
  const name = posix.basename(path)
  const isFine = kebab.test(name) || (path.startsWith('src/pages/') && nextPage.test(name))
  return isFine ? [] : [{ path, line: 1, message: 'is not named in kebab-case' }]
})
