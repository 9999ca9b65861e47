import { expect, test } from 'vitest'
import { planStack } from './plan.ts'

const supabase = { SUPABASE_URL: 'https://x.supabase.co', SUPABASE_SERVICE_ROLE_KEY: 'k'.repeat(20) }
const resend = { RESEND_API_KEY: 're_1', FIRM_EMAIL: 'a@b.example', FIRM_FROM: 'A <a@b.example>' }

test('with no variables everything is embedded', () => {
  expect(planStack({})).toMatchObject({
    isDatabaseEmbedded: true,
    isStateEmbedded: true,
    isCacheEmbedded: true,
    isSimulatorEmbedded: true,
  })
})

test('each variable switches off the part it replaces', () => {
  expect(planStack(supabase).isDatabaseEmbedded).toBe(false)
  expect(planStack(resend).isSimulatorEmbedded).toBe(false)
  expect(planStack({ REDIS_CACHE_URL: 'redis://x' })).toMatchObject({ isStateEmbedded: true, isCacheEmbedded: false })
  for (const name of ['REDIS_URL', 'REDIS_HOST', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES']) {
    expect(planStack({ [name]: 'x' })).toMatchObject({ isStateEmbedded: false, isCacheEmbedded: false })
  }
})

test('an empty variable counts as not set', () => {
  expect(planStack({ SUPABASE_URL: '', REDIS_URL: '' }).isDatabaseEmbedded).toBe(true)
})

test('half a pair is refused with the name of the other half', () => {
  expect(() => planStack({ SUPABASE_URL: 'https://x' })).toThrow('SUPABASE_SERVICE_ROLE_KEY is missing')
  expect(() => planStack({ SUPABASE_SERVICE_ROLE_KEY: 'k' })).toThrow('SUPABASE_URL is missing')
  expect(() => planStack({ DATABASE_URL: 'postgres://x' })).toThrow('SUPABASE_URL is missing')
  expect(() => planStack({ RESEND_API_KEY: 're_1' })).toThrow('FIRM_EMAIL is missing')
  expect(() => planStack({ UPSTASH_REDIS_REST_URL: 'https://x' })).toThrow('REDIS_URL is missing')
})

test('production refuses every embedded part, all in one message', () => {
  const start = () => planStack({ NODE_ENV: 'production' })
  expect(start).toThrow('SUPABASE_URL')
  expect(start).toThrow('REDIS_URL')
  expect(start).toThrow('RESEND_API_KEY')
  expect(() => planStack({ NODE_ENV: 'production', ...supabase, ...resend, REDIS_URL: 'redis://x' })).not.toThrow()
})
