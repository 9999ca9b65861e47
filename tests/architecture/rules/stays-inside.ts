import { type Problem, perFile } from '../rule.ts'
import type { SourceFile } from '../source-file.ts'

/** A neighbour of the checkout, or a folder of one person's machine. */
const outside = /(^|\/)\.\.\/shared\b|\.library\b|^\/(work|home|root|Users)\//

/** Nothing outside the project's folder is imported or read. */
export const staysInside = perFile((file) => [...outsideImports(file), ...outsidePaths(file)])

const outsideImports = ({ path, imports }: SourceFile): Problem[] =>
  imports
    .filter(({ target }) => target?.startsWith('../'))
    .map(({ line, specifier }) => ({ path, line, message: `imports ${specifier}, which is outside the project` }))

function outsidePaths(file: SourceFile): Problem[] {
  if (file.path.startsWith('tests/architecture/rules/stays-inside')) return []
  const problems: Problem[] = []
  file.visit({
    Literal({ value, start }) {
      if (typeof value !== 'string' || !outside.test(value)) return
      problems.push({
        path: file.path,
        line: file.lineAt(start),
        message: `names ${value}, which is outside the project`,
      })
    },
  })
  return problems
}
