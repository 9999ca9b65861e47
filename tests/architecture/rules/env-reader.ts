import { type Problem, perFile } from '../rule.ts'

/** `src/instrumentation.ts`: NEXT_RUNTIME is a constant of Next's build, not a variable of ours. */
const readers = [
  'server/env.ts',
  'scripts/',
  'next.config.mjs',
  'playwright.config.ts',
  'vitest.config.ts',
  'src/instrumentation.ts',
]

/** `process.env` is read in one place, so that one schema says what exists and what it means. */
export const envReader = perFile((file) => {
  if (readers.some((reader) => file.path.startsWith(reader))) return []
  const problems: Problem[] = []
  file.visit({
    MemberExpression({ object, property, start }) {
      const isEnv = property.type === 'Identifier' && property.name === 'env'
      if (isEnv && object.type === 'Identifier' && object.name === 'process') {
        problems.push({
          path: file.path,
          line: file.lineAt(start),
          message: 'reads process.env: take it from server/env.ts',
        })
      }
    },
  })
  return problems
})
