import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { newSecret, signServiceRoleKey } from './tokens.ts'

test('the service key is an HS256 token for the service role', () => {
  const secret = newSecret()
  const [header = '', payload = '', signature] = signServiceRoleKey(secret).split('.')
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ role: 'service_role' })
  expect(signature).toBe(createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url'))
})

test('secrets are long enough for PostgREST and never the same', () => {
  expect(newSecret().length).toBeGreaterThanOrEqual(32)
  expect(newSecret()).not.toBe(newSecret())
})
