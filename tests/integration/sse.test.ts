import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { type EventStream, openEventStream } from '#tests/support/event-stream.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

type Visitor = Awaited<ReturnType<typeof startAsVisitor>>

const urlOf = (port: number, { conversation }: Pick<Visitor, 'conversation'>, more = '') =>
  `http://127.0.0.1:${port}/api/chat/stream?conversationId=${conversation.id}${more}`

const send = ({ caller, conversation }: Visitor, body: string) =>
  caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body })

const numbers = ({ events }: EventStream) => events.map(({ id }) => Number(id?.split('.').at(-1)))

describe('the event stream of a conversation', () => {
  it('brings what is there and then each new event, with the ids and the content that the socket has', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using stream = await openEventStream(urlOf(gateway.port, visitor), visitor)
    using socket = await openRawSocket(gateway.port, visitor)
    socket.say(call(1, 'subscription', 'messages.stream', { conversationId: visitor.conversation.id }))
    expect(stream.status).toBe(200)
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect(stream.headers['cache-control']).toContain('no-transform')
    await expect.poll(() => numbers(stream)).toEqual([1])
    const sent = await send(visitor, 'a line\nand another')
    await expect.poll(() => numbers(stream)).toEqual([1, 2])
    expect(stream.events[1]?.id).toBe(sent.eventId)
    expect(JSON.parse(stream.events[1]?.data ?? '')).toEqual(sent.event)
    await expect.poll(() => socket.frames.at(-1)).toContain(`"data":${stream.events[1]?.data}}`)
    expect(await gateway.metric('sse_streams')).toBe(1)
  })

  it('goes on after the event that the client has, by header or by address', async () => {
    const visitor = await startAsVisitor(stack)
    const second = await send(visitor, 'two')
    await send(visitor, 'three')
    await using gateway = await openGateway(stack.env)
    const headers = { 'Last-Event-ID': second.eventId }
    using byHeader = await openEventStream(urlOf(gateway.port, visitor), { ...visitor, headers })
    using byAddress = await openEventStream(urlOf(gateway.port, visitor, `&lastEventId=${second.eventId}`), visitor)
    await expect.poll(() => [numbers(byHeader), numbers(byAddress)]).toEqual([[3], [3]])
  })

  it.each(['nonsense', 'e1.0.1', '%00', 'x'.repeat(2_000)])('starts anew for the cursor %.20s', async (cursor) => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using stream = await openEventStream(urlOf(gateway.port, visitor, `&lastEventId=${cursor}`), visitor)
    await expect.poll(() => stream.events.length).toBe(1)
    expect(JSON.parse(stream.events[0]?.data ?? '')).toMatchObject({ kind: 'resync', headSeq: 1 })
    await send(visitor, 'two')
    await expect.poll(() => numbers(stream)).toEqual([1, 2])
  })

  it('is refused: 400 without a conversation, 401 without a session, 403 for a foreign one, 404 for none', async () => {
    const [visitor, other] = [await startAsVisitor(stack), await startAsVisitor(stack)]
    await using gateway = await openGateway(stack.env)
    const base = `http://127.0.0.1:${gateway.port}/api/chat/stream`
    const statusOf = async (url: string, cookie = '') => (await fetch(url, { headers: { cookie } })).status
    expect(await statusOf(base, visitor.cookie)).toBe(400)
    expect(await statusOf(`${base}?conversationId=7`, visitor.cookie)).toBe(400)
    expect(await statusOf(urlOf(gateway.port, visitor))).toBe(401)
    expect(await statusOf(urlOf(gateway.port, visitor), 'plantao_session=invented')).toBe(401)
    expect(await statusOf(urlOf(gateway.port, other), visitor.cookie)).toBe(403)
    expect(await statusOf(`${base}?conversationId=${newId()}`, visitor.cookie)).toBe(404)
    expect((await fetch(base, { method: 'POST' })).status).toBe(405)
    const origin = 'https://evil.example'
    expect(
      (await fetch(urlOf(gateway.port, visitor), { headers: { ...visitor, conversation: '', caller: '', origin } }))
        .status,
    ).toBe(403)
    await expect.poll(() => gateway.metric('sse_streams')).toBe(0)
  })

  it('may be read by any member of staff', async () => {
    const visitor = await startAsVisitor(stack)
    const [colleague] = await listStaff(stack.services.db)
    if (!colleague) throw new Error('the seed has staff')
    const cookie = await stack.signIn({ userId: colleague.id, role: colleague.role })
    await using gateway = await openGateway(stack.env)
    using stream = await openEventStream(urlOf(gateway.port, visitor), { cookie })
    await expect.poll(() => numbers(stream)).toEqual([1])
  })

  it('counts with the sockets of its person and its address', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { perUser: { sockets: 1 } } })
    using first = await openEventStream(urlOf(gateway.port, visitor), visitor)
    using second = await openEventStream(urlOf(gateway.port, visitor), visitor)
    expect([first.status, second.status]).toEqual([200, 429])
    expect(second.headers['retry-after']).toBeDefined()
    first[Symbol.dispose]()
    await expect.poll(() => gateway.metric('sse_streams')).toBe(0)
    using third = await openEventStream(urlOf(gateway.port, visitor), visitor)
    expect(third.status).toBe(200)
    await using narrow = await openGateway(stack.env, {
      limits: { perAddress: { sockets: 1, returnSeconds: 0.000_01 } },
    })
    using _socket = await openRawSocket(narrow.port, visitor)
    using refused = await openEventStream(urlOf(narrow.port, visitor), visitor)
    expect(refused.status).toBe(429)
  })

  it('ends when its session does, and is refused from then on', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using stream = await openEventStream(urlOf(gateway.port, visitor), visitor)
    await stack.services.sessions.destroy(visitor.cookie.split('=')[1] ?? '')
    await stream.ended
    expect(stream.events.at(-1)?.event).toBe('signed-out')
    using again = await openEventStream(urlOf(gateway.port, visitor), visitor)
    expect(again.status).toBe(401)
  })

  it('tells a client when to come back, and asks it to when the gateway leaves', async () => {
    const visitor = await startAsVisitor(stack)
    const gateway = await openGateway(stack.env)
    using stream = await openEventStream(urlOf(gateway.port, visitor), visitor)
    await expect.poll(() => stream.retryMs()).toBeGreaterThanOrEqual(1_000)
    expect(stream.retryMs()).toBeLessThanOrEqual(3_000)
    await gateway[Symbol.asyncDispose]()
    await stream.ended
    expect(stream.events.at(-1)).toEqual({ id: undefined, event: 'reconnect', data: '{}' })
  })

  it('shows signs of life, and is ended to be opened anew when it grew old', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { streamPace: { heartbeatMs: 300, maxAgeMs: 2_000 } })
    using stream = await openEventStream(urlOf(gateway.port, visitor), visitor)
    await expect.poll(() => stream.comments(), { timeout: 5_000 }).toBeGreaterThan(2)
    await stream.ended
    expect(stream.events.at(-1)?.event).toBe('reconnect')
    expect(await gateway.metric('closed_total{reason="grew_old"}')).toBe(1)
  })

  it('cuts a reader who does not read, at its share of memory', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { bufferedBytes: 64 * 1024 } })
    using slow = await openEventStream(urlOf(gateway.port, visitor), visitor)
    await expect.poll(() => numbers(slow)).toEqual([1])
    slow.pause()
    const { epoch } = await visitor.caller.messages.list({ conversationId: visitor.conversation.id })
    const channel = stack.services.keys.chatChannel(visitor.conversation.id)
    const filler = JSON.stringify({ kind: 'aside', text: 'x'.repeat(60_000) })
    await expect
      .poll(
        async () => {
          for (let count = 0; count < 20; count += 1) {
            await stack.services.pubsub.publish(channel, `e1.${epoch}.0 ${filler}`)
          }
          return gateway.metric('closed_total{reason="slow_reader"}')
        },
        { timeout: 20_000, interval: 10 },
      )
      .toBe(1)
  })
})
