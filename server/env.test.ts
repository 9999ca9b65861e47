import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { requireRedisServer } from './env.ts'

const upstash = { UPSTASH_REDIS_REST_URL: 'https://x.upstash.io', UPSTASH_REDIS_REST_TOKEN: 'a-token' }

describe('Redis over HTTP', () => {
  it('replaces REDIS_URL where nothing subscribes', () => {
    expect(testEnv({ REDIS_URL: '', ...upstash })).toMatchObject(upstash)
  })

  it('is not enough for a process that subscribes, which says what to set', () => {
    const env = testEnv({ REDIS_URL: '', ...upstash })
    expect(() => requireRedisServer(env, 'gateway')).toThrow(
      /REDIS_URL is missing: the gateway subscribes .*UPSTASH_REDIS_REST_URL cannot carry.*rediss:\/\//,
    )
    for (const server of [{ REDIS_HOST: 'a' }, { REDIS_SENTINELS: 'a' }, { REDIS_CLUSTER_NODES: 'a' }]) {
      expect(() => requireRedisServer(testEnv({ REDIS_URL: '', ...server }), 'gateway')).not.toThrow()
    }
  })

  it.each([
    [{ UPSTASH_REDIS_REST_TOKEN: '' }, /UPSTASH_REDIS_REST_TOKEN is missing/],
    [{ UPSTASH_REDIS_REST_URL: '' }, /UPSTASH_REDIS_REST_URL is missing/],
    [{ UPSTASH_REDIS_REST_URL: 'rediss://x.upstash.io' }, /UPSTASH_REDIS_REST_URL: must look like https/],
    [{ UPSTASH_REDIS_REST_TOKEN: 'two words' }, /UPSTASH_REDIS_REST_TOKEN: holds a space/],
    [{ REDIS_CACHE_URL: 'redis://cache' }, /REDIS_CACHE_URL and UPSTASH_REDIS_REST_URL/],
    [
      { NODE_ENV: 'production', PLANTAO_EMBEDDED: '', UPSTASH_REDIS_REST_URL: 'http://x.upstash.io' },
      /UPSTASH_REDIS_REST_URL must use https/,
    ],
    [
      { NODE_ENV: 'production', PLANTAO_EMBEDDED: '', UPSTASH_REDIS_REST_TOKEN: 'change-me' },
      /UPSTASH_REDIS_REST_TOKEN holds the placeholder/,
    ],
  ])('refuses %o at boot and says why', (overrides, message) => {
    expect(() => testEnv({ REDIS_URL: '', ...upstash, ...overrides })).toThrow(message)
  })
})

describe('the development sign-in', () => {
  it('is refused outside the embedded default', () => {
    expect(() => testEnv({ DEV_SIGN_IN: '1', PLANTAO_EMBEDDED: '0' })).toThrow('exists only in the embedded default')
  })

  it('is refused with a database on another machine, whatever else is claimed', () => {
    for (const url of ['https://firm.supabase.co', 'http://127.0.0.1.evil.example', 'http://10.0.0.7:54321']) {
      expect(() => testEnv({ DEV_SIGN_IN: '1', SUPABASE_URL: url })).toThrow('a database on another machine')
    }
    expect(testEnv({ DEV_SIGN_IN: '1', SUPABASE_URL: 'http://127.0.0.1:54321' }).DEV_SIGN_IN).toBe(true)
  })
})
