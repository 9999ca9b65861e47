import { expect, test } from 'vitest'
import { z } from 'zod'
import { readPayload } from './read-payload.ts'

/** Today a job names its message by id and channel; the version before had no channel, the one before that no id. */
const contract = {
  version: 3,
  payload: z.object({ id: z.string(), channel: z.enum(['site', 'whatsapp']) }),
  previous: z.object({ id: z.string() }).transform(({ id }) => ({ id, channel: 'site' })),
}
const read = (data: unknown) => readPayload('a-job', contract, data)

test('a payload of this version is read as it is', () => {
  expect(read({ version: 3, payload: { id: 'x', channel: 'whatsapp' } })).toEqual({
    payload: { id: 'x', channel: 'whatsapp' },
  })
})

test('a payload of the version before becomes one of today', () => {
  expect(read({ version: 2, payload: { id: 'x' } })).toEqual({ payload: { id: 'x', channel: 'site' } })
})

test('without `previous` the version before is parked', () => {
  const { previous: _, ...strict } = contract
  expect(readPayload('a-job', strict, { version: 2, payload: { id: 'x' } })).toMatchObject({
    unreadable: { kind: 'parked', problem: 'parked: version 2 of "a-job" is not known in this release, which knows 3' },
  })
})

test.each([
  ['a version that is older still is parked', { version: 1, payload: {} }, 'parked'],
  ['a later version is of a newer release', { version: 4, payload: {} }, 'newer'],
])('%s', (_, data, kind) => {
  expect(read(data)).toMatchObject({ unreadable: { kind } })
})

test.each([
  ['of this version', { version: 3, payload: { id: 'x', channel: 'fax' } }, /payload\.channel/],
  ['of the version before', { version: 2, payload: { id: 7 } }, /payload\.id/],
  ['without a version', { payload: {} }, /data\.version/],
])('a bad payload %s is named by its path', (_, data, problem) => {
  expect(read(data)).toMatchObject({ unreadable: { kind: 'bad_payload', problem: expect.stringMatching(problem) } })
})
