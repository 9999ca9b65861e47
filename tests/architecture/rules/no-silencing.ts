import { type Problem, perFile } from '../rule.ts'

const silencer = /^\s*(biome-ignore|@ts-(ignore|expect-error|nocheck)|eslint-disable)/

/** The compiler and the linter are answered, not silenced. */
export const noSilencing = perFile((file) => {
  const problems: Problem[] = file.comments
    .filter(({ text }) => silencer.test(text))
    .map(({ text, line }) => ({ path: file.path, line, message: `silences a check:${text}` }))
  file.visit({
    TSAsExpression({ typeAnnotation, expression, start }) {
      const isSilencing =
        ['TSAnyKeyword', 'TSNeverKeyword'].includes(typeAnnotation.type) || expression.type === 'TSAsExpression'
      if (isSilencing)
        problems.push({ path: file.path, line: file.lineAt(start), message: 'silences the compiler by `as`' })
    },
  })
  return problems
})
