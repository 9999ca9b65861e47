import { expect, test } from 'vitest'
import { JobInterruptedError, JobTimeoutError, runHandler } from './run-handler.ts'
import { createStop } from './stop-signal.ts'

const never = createStop()
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('gave up')))
  })

test('a handler that ends in time ends as it ended', async () => {
  await runHandler(async () => undefined, { timeoutMs: 60_000, stopping: never })
  const failing = runHandler(() => Promise.reject(new Error('its own')), { timeoutMs: 60_000, stopping: never })
  await expect(failing).rejects.toThrow('its own')
})

test('a handler that takes too long is told to abort, and the attempt counts as timed out', async () => {
  const running = runHandler(untilAborted, { timeoutMs: 1, stopping: never })
  await expect(running).rejects.toThrow(new JobTimeoutError(1))
})

test('a handler that does not listen is left behind', async () => {
  const deaf = () => new Promise<void>(() => undefined)
  await expect(runHandler(deaf, { timeoutMs: 1, stopping: never, graceMs: 1 })).rejects.toThrow(new JobTimeoutError(1))
})

test('a handler that gets done after all, within its grace, is done', async () => {
  const late = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve())
    })
  await runHandler(late, { timeoutMs: 1, stopping: never, graceMs: 60_000 })
})

test('a stop interrupts: that is no failure of the job', async () => {
  const stop = createStop()
  const running = runHandler(untilAborted, { timeoutMs: 60_000, stopping: stop })
  stop.stop()
  await expect(running).rejects.toBeInstanceOf(JobInterruptedError)
})
