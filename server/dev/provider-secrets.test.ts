import { expect, test } from 'vitest'
import { parseEnv } from '#server/env.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { deriveProviderSecrets, providerSecrets } from './provider-secrets.ts'
import { newSecret } from './tokens.ts'

test('the same key gives the same secrets, another key others, and none shows the key', () => {
  const [key, other] = [newSecret(), newSecret()]
  const derived = deriveProviderSecrets(key)
  expect(deriveProviderSecrets(key)).toEqual(derived)
  expect(JSON.stringify(derived)).not.toContain(key)
  const { WHATSAPP_PHONE_NUMBER_ID: _, ...secret } = derived
  const others = Object.values(deriveProviderSecrets(other))
  for (const value of Object.values(secret)) expect(others).not.toContain(value)
})

test('no two are the same, and the site’s environment takes each of two hundred sets', () => {
  const { AUTH_SECRET, SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, REDIS_URL, FIRM_EMAIL, FIRM_FROM } = testEnv()
  const rest = {
    AUTH_SECRET,
    SUPABASE_URL,
    SUPABASE_SERVICE_ROLE_KEY,
    REDIS_URL,
    FIRM_EMAIL,
    FIRM_FROM,
    RESEND_API_KEY: 're_x',
  }
  for (let number = 0; number < 200; number += 1) {
    const derived = providerSecrets.parse(deriveProviderSecrets(String(number)))
    expect(new Set(Object.values(derived)).size).toBe(Object.keys(derived).length)
    expect(() => parseEnv({ ...rest, ...derived, NODE_ENV: 'test', PLANTAO_EMBEDDED: '1' })).not.toThrow()
  }
})
