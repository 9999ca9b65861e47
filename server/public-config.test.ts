import { expect, test } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { readPublicConfig } from './public-config.ts'

const read = (overrides: Readonly<Record<string, string>> = {}) => readPublicConfig(testEnv(overrides), undefined)

test('the page is told where the simulator shows mails, and of no other address that mails go to', () => {
  expect(read({ RESEND_BASE_URL: 'http://127.0.0.1:3003' }).mailboxUrl).toBe('http://127.0.0.1:3003')
  expect(read({ RESEND_API_KEY: 're_real' }).mailboxUrl).toBeNull()
  expect(read({ PLANTAO_EMBEDDED: '0' }).mailboxUrl).toBeNull()
})

test('Google is offered where it is configured, and its secret stays', () => {
  expect(read().hasGoogle).toBe(false)
  const secret = 'a secret that Google gave us'
  const config = read({ GOOGLE_CLIENT_ID: 'an-id', GOOGLE_CLIENT_SECRET: secret })
  expect(config.hasGoogle).toBe(true)
  expect(JSON.stringify(config)).not.toContain(secret)
})
