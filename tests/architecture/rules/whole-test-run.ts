import { type Problem, perFile } from '../rule.ts'
import { isTestFile } from '../source-file.ts'

const runners = new Set(['test', 'it', 'describe', 'suite', 'expect'])
const marks = new Set(['only', 'skip', 'todo', 'fixme', 'skipIf', 'runIf', 'fails', 'fail'])

/** Every test runs every time: no focus, no skip, no expected failure. */
export const wholeTestRun = perFile((file) => {
  if (!isTestFile(file.path)) return []
  const problems: Problem[] = []
  file.visit({
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return
      if (!runners.has(object.name) || !marks.has(property.name) || object.name === 'expect') return
      problems.push({ path: file.path, line: file.lineAt(start), message: `uses ${object.name}.${property.name}` })
    },
  })
  return problems
})
