import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '#server/dev/ports.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { openLayer, openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

describe('closing the connections of a process', () => {
  it('hangs up every one, also those of the queues', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    layer.redis.createQueueConnection()
    await layer.redis.ready()
    const admin = server.admin()
    const names = async () => String(await admin.client('LIST')).match(/name=plantao-/g)?.length ?? 0
    expect(await names()).toBe(5)
    await layer.redis.close()
    await expect.poll(names).toBe(0)
  })

  it('lets the replies of commands under way in', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const [answer] = await Promise.all([layer.redis.state.ping(), layer.redis.close()])
    expect(answer).toBe('PONG')
  })

  it('may be asked twice, and before anything was opened', async () => {
    await using layer = openLayer({})
    await layer.redis.close()
    await layer.redis.close()
  })

  it.each(['up', 'down', 'frozen', 'never there'])('lets the process end by itself when Redis is %s', async (how) => {
    await using server = await startRedisProcess()
    const port = how === 'never there' ? await freePort() : server.port
    const child = spawn(process.execPath, ['tests/support/cli/open-and-close-redis.ts', String(port)], {
      cwd: projectRoot,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    if (how === 'down') await server.kill()
    if (how === 'frozen') server.freeze()
    child.stdin.end()
    expect(await ended).toEqual([0, null])
  })
})
