import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { cacheTopology, describeTopology, stateTopology } from './topology.ts'

describe('where Redis is, by the environment', () => {
  it('reads address, user, password and database from REDIS_URL', () => {
    const topology = stateTopology(testEnv({ REDIS_URL: 'redis://app:p%40ss@redis.internal:6390/3' }))
    expect(topology).toMatchObject({
      kind: 'standalone',
      address: { host: 'redis.internal', port: 6390 },
      db: 3,
      username: 'app',
      password: 'p@ss',
      tls: undefined,
    })
  })

  it('takes REDIS_PASSWORD where REDIS_URL carries none, and never for REDIS_CACHE_URL', () => {
    const env = testEnv({
      REDIS_URL: 'redis://10.0.0.1',
      REDIS_CACHE_URL: 'redis://10.0.0.2',
      REDIS_PASSWORD: 'the-state-password',
    })
    expect(stateTopology(env).password).toBe('the-state-password')
    expect(cacheTopology(env)?.password).toBeUndefined()
  })

  it('has no cache server of its own without REDIS_CACHE_URL', () => {
    expect(cacheTopology(testEnv())).toBeUndefined()
  })

  it('uses TLS for rediss:// and for REDIS_TLS', () => {
    expect(stateTopology(testEnv({ REDIS_URL: 'rediss://redis.internal' })).tls).toEqual({})
    expect(stateTopology(testEnv({ REDIS_URL: '', REDIS_HOST: 'redis.internal', REDIS_TLS: '1' })).tls).toEqual({})
  })

  it('reads lists of sentinels and Cluster nodes with their default ports and IPv6', () => {
    const sentinels = stateTopology(testEnv({ REDIS_URL: '', REDIS_SENTINELS: 'a:1, b, [::1]:2' }))
    expect(sentinels).toMatchObject({
      kind: 'sentinel',
      masterName: 'mymaster',
      sentinels: [
        { host: 'a', port: 1 },
        { host: 'b', port: 26_379 },
        { host: '::1', port: 2 },
      ],
    })
    const cluster = stateTopology(testEnv({ REDIS_URL: '', REDIS_CLUSTER_NODES: 'a,b:7000' }))
    expect(cluster).toMatchObject({ kind: 'cluster', nodes: [{ port: 6_379 }, { port: 7_000 }] })
  })

  it('describes itself without a password', () => {
    const topology = stateTopology(testEnv({ REDIS_URL: 'redis://app:hidden@[::1]:6390' }))
    expect(describeTopology(topology)).toBe('[::1]:6390')
  })

  it.each([
    [
      { NODE_ENV: 'production', PLANTAO_EMBEDDED: '', REDIS_URL: 'redis://:change-me@redis.internal' },
      /REDIS_URL holds the placeholder/,
    ],
    [{ REDIS_URL: '' }, /no Redis: set REDIS_URL/],
    [{ REDIS_HOST: 'redis.internal' }, /REDIS_URL and REDIS_HOST each name a Redis: keep one/],
    [{ REDIS_URL: 'http://redis.internal' }, /REDIS_URL: must look like redis:\/\//],
    [{ REDIS_URL: 'redis://redis.internal/sessions' }, /REDIS_URL: may end only in a database number/],
    [{ REDIS_URL: '', REDIS_SENTINELS: 'http://a' }, /REDIS_SENTINELS.*must be addresses like "host:port"/],
  ])('refuses %o at boot and says why', (overrides, message) => {
    expect(() => testEnv(overrides)).toThrow(message)
  })
})
