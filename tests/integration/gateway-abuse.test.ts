import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { socketLimits } from '#server/contracts/sockets.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { connectClient } from '#tests/support/gateway-process.ts'
import { call, openGateway, openRawSocket, type RawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const list = (id: number | string) => call(id, 'query', 'products.list', { locale: 'pt-BR' })

const replyShape = z.object({
  id: z.union([z.number(), z.string()]).nullable(),
  result: z.object({ type: z.string().optional() }).optional(),
  error: z.object({ json: z.object({ data: z.object({ code: z.string() }) }) }).optional(),
})

const replies = ({ frames }: RawSocket) => frames.map((text) => replyShape.parse(JSON.parse(text)))
const errorCodes = (raw: RawSocket) => replies(raw).flatMap(({ error }) => error?.json.data.code ?? [])

describe('a socket that says nothing', () => {
  it('is closed with 4408 when its time is over', async () => {
    await using gateway = await openGateway(stack.env, { limits: { firstMessageMs: 300 } })
    using silent = await openRawSocket(gateway.port)
    expect(await silent.closed).toBe(4408)
    expect(await gateway.metric('closed_total{reason="too_late"}')).toBe(1)
  })

  it('is closed with 4408 although it is signed in, and although it says garbage or PING', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { firstMessageMs: 300 } })
    using silent = await openRawSocket(gateway.port, { cookie })
    using mumbling = await openRawSocket(gateway.port, { cookie })
    mumbling.say('garbage', '{}', 'PING')
    expect(await Promise.all([silent.closed, mumbling.closed])).toEqual([4408, 4408])
  })

  it('is closed with 4408 where it only promises parameters of the connection', async () => {
    await using gateway = await openGateway(stack.env, { limits: { firstMessageMs: 300 } })
    using promising = await openRawSocket(gateway.port, { path: '/trpc?connectionParams=1' })
    expect(await promising.closed).toBe(4408)
  })

  it('is closed with 4408 where it belongs to nobody, whatever it says', async () => {
    await using gateway = await openGateway(stack.env, { limits: { firstMessageMs: 300 } })
    using stranger = await openRawSocket(gateway.port, { cookie: 'plantao_session=invented' })
    stranger.say(list(1))
    expect(await stranger.closed).toBe(4408)
    expect(replies(stranger)).toMatchObject([{ id: 1, result: { type: 'data' } }])
  })

  it('stays open once it is signed in and has spoken', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { firstMessageMs: 300 } })
    using speaking = await openRawSocket(gateway.port, { cookie })
    using silent = await openRawSocket(gateway.port, { cookie })
    speaking.say(list(1))
    expect(await silent.closed).toBe(4408)
    speaking.say(list(2))
    await expect.poll(() => replies(speaking).length).toBe(2)
  })
})

describe('the door', () => {
  it('turns strange origins and strange paths away', async () => {
    await using gateway = await openGateway(stack.env)
    await expect(openRawSocket(gateway.port, { origin: 'https://evil.example' })).rejects.toThrow('403')
    await expect(openRawSocket(gateway.port, { path: '/other' })).rejects.toThrow('404')
    expect(await gateway.metric('refused_connections_total{reason="origin"}')).toBe(1)
  })

  it('lives through addresses that are none', async () => {
    await using gateway = await openGateway(stack.env)
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }
    for (const path of ['//', '///', 'http://', '/%', '/trpc?%', '*', '/api/chat/stream?%ff&conversationId=%00']) {
      expect(await statusOf(gateway.port, {}, path)).toBeGreaterThanOrEqual(400)
      expect(await statusOf(gateway.port, upgrade, path)).toBeGreaterThanOrEqual(400)
    }
    expect((await fetch(`http://127.0.0.1:${gateway.port}/healthz`)).status).toBe(200)
  })

  it('takes as many sockets of one address as it says, and one more when one has left', async () => {
    const perAddress = { sockets: 2, returnSeconds: 0.000_01 }
    await using gateway = await openGateway(stack.env, { limits: { perAddress } })
    using first = await openRawSocket(gateway.port)
    using _second = await openRawSocket(gateway.port)
    await expect(openRawSocket(gateway.port)).rejects.toThrow('429')
    first.socket.terminate()
    await expect.poll(() => gateway.metric('sockets')).toBe(1)
    using _third = await openRawSocket(gateway.port)
    expect(await gateway.metric('refused_connections_total{reason="address_full"}')).toBe(1)
  })

  it('counts no handshake that is none', async () => {
    await using gateway = await openGateway(stack.env, {
      limits: { perAddress: { sockets: 1, returnSeconds: 0.000_01 } },
    })
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Key': 'none' }
      expect(await statusOf(gateway.port, headers)).toBe(400)
    }
    using _proper = await openRawSocket(gateway.port)
  })

  it('slows one address down that comes and goes', async () => {
    await using gateway = await openGateway(stack.env, {
      limits: { perAddress: { sockets: 3, returnSeconds: 60 } },
    })
    for (let visit = 0; visit < 3; visit += 1) (await openRawSocket(gateway.port)).socket.terminate()
    await expect.poll(() => gateway.metric('sockets')).toBe(0)
    await expect(openRawSocket(gateway.port)).rejects.toThrow('429')
    expect(await gateway.metric('refused_connections_total{reason="address_too_fast"}')).toBe(1)
  })

  it('closes the socket with 4429 that is one too many of a person, and takes another when one has left', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { perUser: { sockets: 2 } } })
    using first = await openRawSocket(gateway.port, { cookie })
    using _second = await openRawSocket(gateway.port, { cookie })
    using third = await openRawSocket(gateway.port, { cookie })
    expect(await third.closed).toBe(4429)
    first.socket.close()
    await first.closed
    using fourth = await openRawSocket(gateway.port, { cookie })
    fourth.say(list(1))
    await expect.poll(() => replies(fourth).length).toBe(1)
    expect(fourth.socket.readyState).toBe(fourth.socket.OPEN)
    expect(await gateway.metric('sockets')).toBe(2)
  })
})

describe('frames', () => {
  it('over 64 KiB close the socket with 1009, in one piece or in many', async () => {
    await using gateway = await openGateway(stack.env)
    using huge = await openRawSocket(gateway.port)
    huge.say('x'.repeat(socketLimits.frameBytes + 1))
    expect(await huge.closed).toBe(1009)
    using piecemeal = await openRawSocket(gateway.port)
    for (let piece = 0; piece < 17; piece += 1) piecemeal.socket.send('x'.repeat(4 * 1024), { fin: false })
    expect(await piecemeal.closed).toBe(1009)
  })

  it('in thousands of pieces close the socket with 1008', async () => {
    await using gateway = await openGateway(stack.env)
    using crumbs = await openRawSocket(gateway.port)
    for (let piece = 0; piece < 100; piece += 1) crumbs.socket.send('x', { fin: false })
    expect(await crumbs.closed).toBe(1008)
  })

  it('of bytes close the socket with 1003', async () => {
    await using gateway = await openGateway(stack.env)
    using binary = await openRawSocket(gateway.port)
    binary.socket.send(Buffer.from(JSON.stringify(list(1))))
    expect(await binary.closed).toBe(1003)
  })

  it('nested as deep as they can be are answered with an error, and the gateway lives', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using deep = await openRawSocket(gateway.port, { cookie })
    const depth = 30_000
    deep.say('['.repeat(depth) + ']'.repeat(depth))
    const nested = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    deep.say(`{"id":7,"method":"query","params":{"path":"products.list","input":{"json":${nested}}}}`)
    await expect.poll(() => replies(deep).length).toBe(2)
    deep.say(list(8))
    await expect.poll(() => replies(deep).at(-1)).toMatchObject({ id: 8, result: { type: 'data' } })
  })
})

describe('a flood', () => {
  it('of PINGs closes the socket with 4429, as text and as WebSocket pings', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using texts = await openRawSocket(gateway.port, { cookie })
    for (let ping = 0; ping < socketLimits.pings.burst + 20; ping += 1) texts.say('PING')
    expect(await texts.closed).toBe(4429)
    using control = await openRawSocket(gateway.port, { cookie })
    for (let ping = 0; ping < socketLimits.pings.burst + 20; ping += 1) control.socket.ping()
    expect(await control.closed).toBe(4429)
    expect(await gateway.metric('closed_total{reason="too_many_frames"}')).toBe(2)
  })

  it('of calls closes the socket with 4429, whether they come alone, as garbage or in one batch', async () => {
    await using gateway = await openGateway(stack.env)
    const most = socketLimits.calls.burst + 50
    using singly = await openRawSocket(gateway.port)
    for (let id = 1; id <= most; id += 1) singly.say(call(id, 'query', 'none'))
    using garbage = await openRawSocket(gateway.port)
    for (let id = 1; id <= most; id += 1) garbage.say('{')
    using bomb = await openRawSocket(gateway.port)
    bomb.say(Array.from({ length: 1_000 }, (_, index) => ({ id: index, method: 'query' })))
    expect(await Promise.all([singly.closed, garbage.closed, bomb.closed])).toEqual([4429, 4429, 4429])
    expect(bomb.frames).toEqual([])
  })

  it('leaves a batch that is only a little too long with an error for each call, and the socket open', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using eager = await openRawSocket(gateway.port, { cookie })
    eager.say(Array.from({ length: socketLimits.batchCalls + 1 }, (_, index) => list(index)))
    await expect.poll(() => errorCodes(eager)).toEqual(Array(socketLimits.batchCalls + 1).fill('BAD_REQUEST'))
    eager.say(list('after'))
    await expect.poll(() => replies(eager).at(-1)).toMatchObject({ id: 'after', result: { type: 'data' } })
  })
})

describe('subscriptions', () => {
  const live = (id: number | string, conversationId: string) =>
    call(id, 'subscription', 'messages.stream', { conversationId })

  it('beyond 32 are refused one by one, in batches too, and those that are open go on', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using greedy = await openRawSocket(gateway.port, { cookie })
    greedy.say(Array.from({ length: 20 }, (_, index) => live(index, conversation.id)))
    greedy.say(Array.from({ length: 20 }, (_, index) => live(20 + index, conversation.id)))
    await expect.poll(() => errorCodes(greedy)).toEqual(Array(8).fill('TOO_MANY_REQUESTS'))
    await expect.poll(() => replies(greedy).filter(({ result }) => result?.type === 'started').length).toBe(32)
    expect(await gateway.metric('subscriptions')).toBe(32)
    expect(await gateway.metric('refused_calls_total{reason="too_many_subscriptions"}')).toBe(8)
  })

  it('make room when they are stopped, and when they end in an error', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const other = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { subscriptions: 1 } })
    using thrifty = await openRawSocket(gateway.port, { cookie })
    thrifty.say(live('foreign', other.conversation.id))
    await expect.poll(() => errorCodes(thrifty)).toEqual(['FORBIDDEN'])
    thrifty.say(live('own', conversation.id))
    await expect.poll(() => gateway.metric('subscriptions')).toBe(1)
    await expect
      .poll(() => replies(thrifty).some(({ id, result }) => id === 'own' && result?.type === 'started'))
      .toBe(true)
    thrifty.say({ id: 'own', method: 'subscription.stop' })
    await expect.poll(() => gateway.metric('subscriptions')).toBe(0)
    thrifty.say(live('again', conversation.id))
    await expect
      .poll(() => replies(thrifty).some(({ id, result }) => id === 'again' && result?.type === 'started'))
      .toBe(true)
  })

  it('cannot be hidden behind an id that is used twice', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { subscriptions: 2 } })
    using sly = await openRawSocket(gateway.port, { cookie })
    const started = () => replies(sly).filter(({ result }) => result?.type === 'started').length
    // The answer to a query under the same id must not be taken for the end of the subscription.
    sly.say([call(1, 'query', 'none'), live(1, conversation.id)])
    await expect.poll(() => errorCodes(sly).toSorted()).toEqual(['BAD_REQUEST', 'NOT_FOUND'])
    sly.say(live(1, conversation.id), live(2, conversation.id))
    await expect.poll(started).toBe(2)
    sly.say(call(1, 'query', 'none'), live(2, conversation.id), live(3, conversation.id))
    await expect.poll(() => errorCodes(sly).slice(2)).toEqual(['BAD_REQUEST', 'BAD_REQUEST', 'TOO_MANY_REQUESTS'])
    expect(await gateway.metric('subscriptions')).toBe(2)
    expect(started()).toBe(2)
  })

  it('that are refused reach the stock client as an error it understands', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { subscriptions: 1 } })
    await using connection = connectClient(gateway.port, cookie)
    const errors: unknown[] = []
    for (let count = 0; count < 2; count += 1) {
      connection.client.messages.stream.subscribe(
        { conversationId: conversation.id },
        { onError: (error) => errors.push(error.data?.code) },
      )
    }
    await expect.poll(() => errors).toEqual(['TOO_MANY_REQUESTS'])
  })
})

async function statusOf(port: number, headers: Record<string, string>, path = '/trpc'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers }, (response) => resolve(response.statusCode))
    asked.on('error', reject).end()
  })
}
