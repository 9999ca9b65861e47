import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createPubSub } from '#server/redis/pubsub.ts'
import { openLayer, type RedisLayer } from '#tests/support/redis-layer.ts'
import { startRedisCluster, startSentinelTrio } from '#tests/support/redis-topologies.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { testServers } from '#tests/support/servers.ts'

describe('TLS, with the authority from a file,', () => {
  it('reaches a primary through sentinels that speak only TLS, also after a failover', {
    timeout: 60_000,
  }, async () => {
    const tls = selfSignedCertificate()
    await using trio = await startSentinelTrio({ tls })
    await using layer = openLayer({
      REDIS_URL: '',
      REDIS_SENTINELS: trio.addresses,
      REDIS_SENTINEL_NAME: trio.masterName,
      REDIS_SENTINEL_PASSWORD: trio.sentinelPassword,
      REDIS_PASSWORD: trio.password,
      REDIS_TLS: '1',
      REDIS_TLS_CA_FILE: fileWith(tls.certificate),
    })
    await everyRoleWorks(layer)
    await trio.primary.kill()
    const write = () => layer.redis.state.set(layer.keys.user('1'), 'after').catch(() => 'not yet')
    await expect.poll(write, { timeout: 20_000 }).toBe('OK')
  })

  it('reaches every node of a Cluster that speaks only TLS', { timeout: 60_000 }, async () => {
    const tls = selfSignedCertificate()
    await using cluster = await startRedisCluster({ tls })
    const environment = {
      REDIS_URL: '',
      REDIS_CLUSTER_NODES: cluster.addresses,
      REDIS_PASSWORD: cluster.password,
      REDIS_TLS: '1',
    }
    await using layer = openLayer({ ...environment, REDIS_TLS_CA_FILE: fileWith(tls.certificate) })
    await everyRoleWorks(layer)
    const ids = Array.from({ length: 40 }, (_, index) => String(index))
    await Promise.all(ids.map((id) => layer.redis.state.set(layer.keys.user(id), id)))
    expect(await Promise.all(ids.map((id) => layer.redis.state.get(layer.keys.user(id))))).toEqual(ids)

    await using distrustful = openLayer(environment)
    await expect(distrustful.redis.ready({ timeoutMs: 3_000 })).rejects.toThrow(/set REDIS_TLS_CA_FILE/)
  })
})

async function everyRoleWorks({ redis, keys, log }: RedisLayer): Promise<void> {
  const queue = redis.createQueueConnection()
  await redis.ready()
  expect(await queue.set(`${keys.queuePrefix()}:1`, 'x')).toBe('OK')
  expect(await redis.cache.set(keys.user('1'), 'x')).toBe('OK')
  for (const subscriber of [redis.subscriber, redis.cacheSubscriber]) {
    const heard: string[] = []
    const pubsub = createPubSub({ publisher: redis.stateStore, subscriber, log })
    await pubsub.subscribe(keys.chatChannel('1'), (text) => heard.push(text))
    await pubsub.publish(keys.chatChannel('1'), 'heard')
    await expect.poll(() => heard).toEqual(['heard'])
  }
}

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(testServers().directory, 'ca-')), 'ca.crt')
  writeFileSync(file, text)
  return file
}
