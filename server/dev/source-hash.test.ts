import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTempFolder } from '#tests/support/temp-folder.ts'
import { hashSources } from './source-hash.ts'

const temp = createTempFolder()
afterAll(() => temp[Symbol.dispose]())
const root = temp.path
mkdirSync(join(root, 'src/pages'), { recursive: true })
mkdirSync(join(root, 'server/dev'), { recursive: true })
const write = (name: string, text: string) => writeFileSync(join(root, name), text)

test('a changed, new or renamed source changes the hash', () => {
  write('src/pages/index.tsx', 'a')
  const before = hashSources(root)
  expect(hashSources(root)).toBe(before)
  write('src/pages/index.tsx', 'b')
  const changed = hashSources(root)
  expect(changed).not.toBe(before)
  write('package-lock.json', '{}')
  expect(hashSources(root)).not.toBe(changed)
})

test('what the site is not built from leaves it as it is', () => {
  const before = hashSources(root)
  write('src/pages/index.test.tsx', 'test')
  write('server/dev/start.ts', 'runner')
  write('README.md', 'text')
  expect(hashSources(root)).toBe(before)
})
