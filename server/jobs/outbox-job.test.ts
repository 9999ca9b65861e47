import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { outboxJob } from './outbox-job.ts'

test('a job carries the version of its contract and an id that is never reused', () => {
  const payload = { conversationId: newId() }
  const first = outboxJob('email-firm-new-conversation', payload)
  const second = outboxJob('email-firm-new-conversation', payload)
  expect(first).toMatchObject({ name: 'email-firm-new-conversation', version: 1, payload })
  expect(validate(first.id) && version(first.id)).toBe(7)
  expect(second.id).not.toBe(first.id)
})

test('a payload that the contract does not know is refused before it is stored', () => {
  expect(() => outboxJob('email-firm-new-conversation', { conversationId: 'no-uuid' })).toThrow(/conversationId/)
})

test('fields outside the contract are left out, so that nothing personal rides along', () => {
  const payload = { conversationId: newId(), email: 'ana@exemplo.com' }
  expect(outboxJob('email-firm-new-conversation', payload).payload).toEqual({ conversationId: payload.conversationId })
})
