import { expect, test } from 'vitest'
import { findDocProblems } from './doc-problems.ts'
import { parseDocument } from './markdown.ts'

const facts = {
  hasPath: (path: string) => ['README.md', 'server/env.ts', 'server/features', 'docs/operation.md'].includes(path),
  scripts: new Set(['start', 'bench']),
  variables: new Set(['REDIS_URL']),
}
const problemsOf = (text: string): string[] =>
  findDocProblems([parseDocument('README.md', text)], facts).map(({ message }) => message)

test('a link to a file or heading that is not there is found', () => {
  expect(problemsOf('# Two commands\n[a](docs/operation.md) [b](#two-commands) [c](https://x.test/y)')).toEqual([])
  expect(problemsOf('[a](docs/missing.md)')).toHaveLength(1)
  expect(problemsOf('# Two commands\n[b](#three-commands)')).toHaveLength(1)
})

test('a path that is not there is found, in text and in fenced code', () => {
  expect(problemsOf('`server/env.ts` and `server/features/<noun>/x.ts`')).toEqual([])
  expect(problemsOf('`server/missing.ts`')).toHaveLength(1)
  expect(problemsOf('```\nnode server/missing.ts\n```')).toHaveLength(1)
})

test('a script that package.json lacks is found', () => {
  expect(problemsOf('`npm start`, `npm run -s bench -- startup`')).toEqual([])
  expect(problemsOf('`npm run missing`')).toHaveLength(1)
})

test('a variable that nothing reads is found', () => {
  expect(problemsOf('`REDIS_URL=redis://x`')).toEqual([])
  expect(problemsOf('`REDIS_ADDRESS`')).toHaveLength(1)
})
