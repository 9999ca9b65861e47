import { expect, test } from 'vitest'
import { readResendEvent } from './resend-event.ts'

const jobId = '0199aaaa-0000-7000-8000-000000000001'
const eventOf = (type: string, more: object = {}) => ({
  type,
  created_at: '2026-11-23T13:42:00.000Z',
  data: {
    email_id: '4ef9a417-02e9-4d39-ad75-9611e0fcc33c',
    created_at: '2026-11-23T13:41:00.000Z',
    from: 'Garcez Palha <contato@garcezpalha.example>',
    to: ['ana@exemplo.com'],
    subject: 'Recebemos sua mensagem',
    tags: { kind: 'visitor-new-conversation', job: jobId },
    ...more,
  },
})
const bounce = (type: string) => ({ bounce: { type, subType: 'General', message: 'ana@exemplo.com: no such user' } })

test('an event names its mail, its status and when it happened', () => {
  expect(readResendEvent(eventOf('email.delivered'))).toEqual({
    providerId: '4ef9a417-02e9-4d39-ad75-9611e0fcc33c',
    jobId,
    status: 'delivered',
    at: '2026-11-23T13:42:00.000Z',
  })
})

test.each([
  ['email.bounced', bounce('Permanent'), 'bounced'],
  ['email.bounced', bounce('Transient'), undefined],
  ['email.bounced', bounce('Undetermined'), undefined],
  ['email.bounced', {}, 'bounced'],
  ['email.complained', {}, 'complained'],
  ['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: '' } }, 'provider'],
  ['email.failed', { failed: { reason: 'reached_daily_quota' } }, undefined],
  ['email.delivered', {}, undefined],
])('%s %j suppresses the address: %s', (type, more, reason) => {
  expect(readResendEvent(eventOf(type, more))?.suppress).toBe(reason)
})

test('a bounce is named, and its message, which quotes the address, is not kept', () => {
  const news = readResendEvent(eventOf('email.bounced', bounce('Permanent')))
  expect(news?.detail).toBe('Permanent General')
  expect(JSON.stringify(news)).not.toContain('exemplo')
})

test('a tag of another system is no job of ours, and the event still counts', () => {
  expect(readResendEvent(eventOf('email.delivered', { tags: { job: 'campanha' } }))).toMatchObject({
    status: 'delivered',
  })
  expect(readResendEvent(eventOf('email.delivered', { tags: [] }))?.jobId).toBeUndefined()
})

test.each([
  ['opened', eventOf('email.opened')],
  ['a contact', { type: 'contact.created', created_at: '2026-11-23T13:42:00Z', data: { id: 'x' } }],
  ['nothing', null],
  ['no mail', { ...eventOf('email.delivered'), data: {} }],
])('%s says nothing of a mail', (_, event) => {
  expect(readResendEvent(event)).toBeUndefined()
})
