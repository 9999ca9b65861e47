import { describe, expect, it } from 'vitest'
import { createHubWorld } from '#tests/support/hub-world.ts'
import { iterateStream } from './iterated-stream.ts'

const decode = (json: string): unknown => JSON.parse(json)

function open(cursor?: string) {
  const world = createHubWorld()
  const controller = new AbortController()
  const stream = iterateStream({ hub: world.hub, topic: world.topic('a'), cursor, signal: controller.signal, decode })
  return { ...world, controller, stream }
}

describe('a stream that is iterated', () => {
  it('yields what lies behind the cursor, then what is new, tracked', async () => {
    const { stream, postgres, send } = open('1')
    postgres.commit('a', 2)
    const first = await stream.next()
    expect(first.value?.slice(0, 2)).toEqual(['e1.a1.2', 2])
    send('a')
    const second = await stream.next()
    expect(second.value?.slice(0, 2)).toEqual(['e1.a1.3', 3])
  })

  it('ends with the signal, and is detached then', async () => {
    const { stream, controller, hub } = open()
    const next = stream.next()
    expect(hub.stats().subscribersNow).toBe(1)
    controller.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(hub.stats().subscribersNow).toBe(0)
  })

  it('ends when the hub does', async () => {
    const { stream, hub } = open()
    const next = stream.next()
    await hub.close()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  it('fails for a reader who lets too much wait, after the last that it can yield without a hole', async () => {
    const { stream, redis, hub } = open()
    const publish = (seq: number) => redis.deliver('a', `e1.a1.${seq} "${'x'.repeat(100_000)}"`)
    const got: string[] = []
    const next = stream.next()
    await expect.poll(() => hub.stats().joiningNow).toBe(0)
    publish(1)
    got.push((await next).value?.[0] ?? '')
    for (let seq = 2; seq <= 20; seq += 1) publish(seq)
    const rest = (async () => {
      for await (const [id] of stream) {
        got.push(id)
        publish(got.length + 19)
      }
    })()
    await expect(rest).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    expect(got).toEqual(Array.from({ length: 11 }, (_, index) => `e1.a1.${index + 1}`))
    expect(hub.stats().subscribersNow).toBe(0)
  })
})
