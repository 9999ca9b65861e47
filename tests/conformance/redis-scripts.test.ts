import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '#server/dev/project-root.ts'
import { inspectRedis } from '#server/redis/inspect.ts'
import { openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

const folder = join(projectRoot, 'server/redis/scripts')

describe('the script runner', () => {
  it('sends the script once per server and its hash from then on', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const call = { keys: [layer.keys.chatChannel('1')], args: ['nobody listens'] }
    const publish = () => layer.scripts.run(layer.redis.state, 'publish', call)
    for (let round = 0; round < 2; round += 1) {
      expect(await publish()).toBe(0)
      expect(await publish()).toBe(0)
      await layer.redis.state.script('FLUSH')
    }
    const stats = await layer.redis.state.info('commandstats')
    expect(stats).toContain('cmdstat_eval:calls=2')
    expect(stats).toContain('cmdstat_evalsha:calls=4')
  })

  it('refuses a reply of another shape than declared', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const keys = [layer.keys.session('id', 'owner'), layer.keys.userSessions('owner')]
    await layer.redis.state.hset(String(keys[0]), {
      userId: 'u',
      role: 'r',
      createdAtMs: 'x',
      endsAtMs: 9e12,
      idleMs: 9e9,
    })
    await expect(layer.scripts.run(layer.redis.state, 'touch-session', { keys, args: ['id'] })).rejects.toThrow()
  })

  it.each(readdirSync(folder))('%s says in its header what it does, its keys and what it returns', (file) => {
    const header = readFileSync(join(folder, file), 'utf8').split(/\n(?!--)/)[0]
    expect(header).toMatch(/^-- \S[\s\S]*\n-- KEYS[\s\S]*\n-- Returns/)
  })
})

describe('the inspection of a Redis', () => {
  it('tells size, memory, uptime and eviction policy', async () => {
    await using server = await startRedisProcess({ settings: ['maxmemory 50mb', 'maxmemory-policy allkeys-lfu'] })
    await using layer = openRedisLayerOn(server)
    await layer.redis.state.mset('a', '1', 'b', '2')
    const state = await inspectRedis(layer.redis.state)
    expect(state).toMatchObject({ isConnected: true, sizeKeys: 2, policy: 'allkeys-lfu', maxMemoryBytes: 50 * 2 ** 20 })
    expect(state.memoryLimitBytes).toBe(50 * 2 ** 20)
    expect(state.usedMemoryBytes).toBeGreaterThan(100_000)
    expect(state.uptimeSeconds).toBeGreaterThanOrEqual(0)
  })

  it('measures memory against the machine where maxmemory limits nothing', async () => {
    await using server = await startRedisProcess({ settings: ['maxmemory 0'] })
    await using layer = openRedisLayerOn(server)
    const { usedMemoryBytes, memoryLimitBytes } = await inspectRedis(layer.redis.state)
    expect(memoryLimitBytes).toBeGreaterThan(usedMemoryBytes ?? Number.POSITIVE_INFINITY)
  })

  it.each(['down', 'frozen'])('answers also when it is %s', async (how) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await (how === 'down' ? server.kill() : server.freeze())
    expect(await inspectRedis(layer.redis.state)).toMatchObject({ isConnected: false, sizeKeys: null })
  })
})
