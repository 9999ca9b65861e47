import { expect, test } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { secretValues } from './secret-values.ts'

test('secrets count by the names of their variables, and passwords inside addresses', () => {
  const env = testEnv({
    REDIS_URL: 'redis://:caminho%2Ffechado@127.0.0.1:1',
    DATABASE_URL: 'postgres://app:hunter-2000@127.0.0.1:1/app',
    UPSTASH_REDIS_REST_URL: '',
    FIRM_PHONE: '+55 21 3555-0142',
  })
  const values = secretValues(env)
  for (const secret of [
    env.AUTH_SECRET,
    env.SUPABASE_SERVICE_ROLE_KEY,
    env.RESEND_API_KEY,
    env.STRIPE_WEBHOOK_SECRET,
  ]) {
    expect(values).toContain(secret)
  }
  expect(values).toEqual(expect.arrayContaining(['caminho%2Ffechado', 'caminho/fechado', 'hunter-2000']))
  for (const open of [env.FIRM_PHONE, env.PUBLIC_URL, env.SUPABASE_URL, env.WHATSAPP_PHONE_NUMBER_ID]) {
    expect(values).not.toContain(open)
  }
})
