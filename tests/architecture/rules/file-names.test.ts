import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { fileNames } from './file-names.ts'

const breaks = (path: string): boolean => tryRule(fileNames, { [path]: '' }).length > 0

test('names are kebab-case; Next has names of its own', () => {
  expect(breaks('server/sendMessage.ts')).toBe(true)
  expect(breaks('src/ui/ChatPanel.tsx')).toBe(true)
  expect(breaks('server/send-message.test.ts')).toBe(false)
  expect(breaks('server/email-firm.job.ts')).toBe(false)
  expect(breaks('src/pages/servicos/[slug].tsx')).toBe(false)
  expect(breaks('src/pages/api/trpc/[trpc].ts')).toBe(false)
  expect(breaks('src/ui/[slug].tsx')).toBe(true)
})
