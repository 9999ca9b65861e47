import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { createBell } from './bell.ts'

const longMs = 60_000

test('a ring ends the wait', async () => {
  const bell = createBell()
  const waited = bell.wait({ timeoutMs: longMs, signal: new AbortController().signal })
  bell.ring()
  await waited
})

test('a ring before the wait is not lost, and counts once', async () => {
  const bell = createBell()
  const { signal } = new AbortController()
  bell.ring()
  bell.ring()
  await bell.wait({ timeoutMs: longMs, signal })
  const second = bell.wait({ timeoutMs: longMs, signal }).then(() => 'woken')
  expect(await Promise.race([second, Promise.resolve('still waiting')])).toBe('still waiting')
  bell.ring()
  await second
})

test('an abort ends the wait, and no listener stays behind', async () => {
  const bell = createBell()
  const controller = new AbortController()
  const waited = bell.wait({ timeoutMs: longMs, signal: controller.signal })
  controller.abort()
  await waited
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})
