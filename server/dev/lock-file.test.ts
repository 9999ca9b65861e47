import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTempFolder } from '#tests/support/temp-folder.ts'
import { lockHolder, takeLock } from './lock-file.ts'
import { identifyProcess } from './process-identity.ts'

const temp = createTempFolder()
afterAll(() => temp[Symbol.dispose]())
const folder = temp.path

test('a held lock answers who holds it, a released one is free', () => {
  const file = join(folder, 'held')
  const first = takeLock(file)
  expect(takeLock(file)).toMatchObject({ heldBy: { pid: process.pid } })
  if ('heldBy' in first) throw new Error('was free')
  first[Symbol.dispose]()
  expect(lockHolder(file)).toBeNull()
})

test('a lock of a process whose pid was given to another since is taken over', () => {
  const file = join(folder, 'reused')
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'an earlier boot:1' }))
  expect(lockHolder(file)).toBeNull()
  using lock = expectHeld(takeLock(file))
  expect(lock.holder).toEqual(identifyProcess(process.pid))
})

test('a damaged lock is taken over', () => {
  const file = join(folder, 'damaged')
  writeFileSync(file, 'not json')
  using lock = expectHeld(takeLock(file))
  expect(lock.holder.pid).toBe(process.pid)
})

function expectHeld(lock: ReturnType<typeof takeLock>) {
  if ('heldBy' in lock) throw new Error('somebody holds it')
  return lock
}
