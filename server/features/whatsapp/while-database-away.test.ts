import { expect, test } from 'vitest'
import { DatabaseUnavailableError } from '#db/errors.ts'
import { whileDatabaseAway } from './while-database-away.ts'

const failing = (times: number, error: Error) => {
  let calls = 0
  return async () => {
    calls += 1
    if (calls <= times) throw error
    return calls
  }
}
const away = new DatabaseUnavailableError(new Error('restarting'))

test('a call is repeated until the database is back', async () => {
  expect(await whileDatabaseAway(failing(3, away), { everyMs: 1 })).toBe(4)
})

test('what is wrong with the call itself is not repeated', async () => {
  await expect(whileDatabaseAway(failing(1, new Error('no')), { everyMs: 1 })).rejects.toThrow('no')
})

test('it does not last for ever', async () => {
  await expect(whileDatabaseAway(failing(100, away), { everyMs: 1, longestMs: 5 })).rejects.toBe(away)
})
