import { type Problem, perFile } from '../rule.ts'
import { isTestFile } from '../source-file.ts'

/** Load and fault runs spread work over time on purpose; they assert nothing about it. */
const timed = ['tests/bench/', 'tests/faults/']

/** Tests wait for a condition, never for time to pass. */
export const noSleeps = perFile((file) => {
  if (!isTestFile(file.path) || timed.some((folder) => file.path.startsWith(folder))) return []
  const problems: Problem[] = file.imports
    .filter(({ specifier }) => specifier === 'node:timers/promises')
    .map(({ line }) => ({ path: file.path, line, message: 'imports a sleep: wait for a condition (expect.poll)' }))
  file.visit({
    CallExpression({ callee, start }) {
      const name =
        callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : ''
      if (name === 'waitForTimeout')
        problems.push({ path: file.path, line: file.lineAt(start), message: 'sleeps: wait for a condition' })
    },
    NewExpression({ callee, arguments: [executor], start, end }) {
      const isPromise = callee.type === 'Identifier' && callee.name === 'Promise' && executor !== undefined
      if (!isPromise || !/=>\s*setTimeout\(\s*\w+\s*,/.test(file.text.slice(start, end))) return
      problems.push({
        path: file.path,
        line: file.lineAt(start),
        message: 'sleeps: wait for a condition (expect.poll)',
      })
    },
  })
  return problems
})
