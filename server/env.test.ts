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

describe('what it refuses', () => {
  it('is named and never quoted, whatever is wrong with it', () => {
    const wrong = Object.fromEntries(Object.keys(testEnv()).map((name) => [name, ` \u0000;Kennwort-${name}`]))
    const refuse = () => testEnv(wrong)
    expect(refuse).toThrow(/AUTH_SECRET|DATABASE_URL/)
    expect(refuse).toThrow(/REDIS_URL: must look like/)
    expect(refuse).not.toThrow(/Kennwort/)
  })

  it('is an origin with a path, a pattern or words for a header', () => {
    for (const origin of [
      'https://a.example/x',
      'https://*.a.example',
      '*',
      'a.example',
      'https://a;script-src',
      'null',
    ]) {
      expect(() => testEnv({ WIDGET_ORIGINS: origin }), origin).toThrow(/WIDGET_ORIGINS.*must be origins/)
      expect(() => testEnv({ ALLOWED_ORIGINS: origin }), origin).toThrow(/ALLOWED_ORIGINS.*must be origins/)
    }
    const origins = 'https://a.example/, http://localhost:8080'
    expect(testEnv({ WIDGET_ORIGINS: origins }).WIDGET_ORIGINS).toEqual(['https://a.example', 'http://localhost:8080'])
  })
})
