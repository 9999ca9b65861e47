import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { newId } from '#server/contracts/ids.ts'
import { freePort } from '#server/dev/ports.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { connectClient, startGateway } from '#tests/support/gateway-process.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

type Client = ReturnType<typeof connectClient>['client']

/** Collects what a subscription shows, by number; a resync shows as a negative one. */
function watch(client: Client, conversationId: string) {
  const seen: number[] = []
  const subscription = client.messages.stream.subscribe(
    { conversationId },
    { onData: ({ data }) => seen.push(data.kind === 'message' ? data.seq : -data.headSeq) },
  )
  return { seen, [Symbol.dispose]: () => subscription.unsubscribe() }
}

const numbers = (length: number) => Array.from({ length }, (_, index) => index + 1)

describe('the gateway', () => {
  it('streams history and then each new event once and in order, through two gateways', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    const [portA, portB] = [await freePort(), await freePort()]
    await using _gateways = new AsyncDisposableStack()
    _gateways.use(await startGateway(stack.env, portA))
    _gateways.use(await startGateway(stack.env, portB))
    await using here = connectClient(portA, cookie)
    await using there = connectClient(portB, cookie)
    using first = watch(here.client, conversation.id)
    using second = watch(there.client, conversation.id)
    await expect.poll(() => [first.seen, second.seen]).toEqual([[1], [1]])
    for (const body of ['a', 'b', 'c'])
      await caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body })
    await expect.poll(() => [first.seen, second.seen]).toEqual([numbers(4), numbers(4)])
  })

  it('loses and doubles nothing for a client when it is killed and comes back', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    const port = await freePort()
    const gateway = await startGateway(stack.env, port)
    await using connection = connectClient(port, cookie)
    using stream = watch(connection.client, conversation.id)
    await expect.poll(() => stream.seen).toEqual([1])
    process.kill(gateway.pid, 'SIGKILL')
    await gateway.exited
    const send = (body: string) => caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body })
    await send('while it was away')
    await using _again = await startGateway(stack.env, port)
    await send('when it was back')
    await expect.poll(() => stream.seen, { timeout: 10_000 }).toEqual(numbers(3))
  })

  it('finds an event whose publication was lost', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const port = await freePort()
    await using _gateway = await startGateway(stack.env, port)
    await using connection = connectClient(port, cookie)
    using stream = watch(connection.client, conversation.id)
    await expect.poll(() => stream.seen).toEqual([1])
    await stack.services.db.call('send_message_v2', {
      p_conversation_id: conversation.id,
      p_author_id: conversation.visitor.id,
      p_author_side: 'visitor',
      p_event_id: newId(),
      p_client_msg_id: newId(),
      p_body: 'stored, never published',
      p_jobs: [],
    })
    await expect.poll(() => stream.seen, { timeout: 5_000 }).toEqual(numbers(2))
  })

  it('answers FORBIDDEN on a conversation of someone else', async () => {
    const { conversation } = await startAsVisitor(stack)
    const other = await startAsVisitor(stack)
    const port = await freePort()
    await using _gateway = await startGateway(stack.env, port)
    await using connection = connectClient(port, other.cookie)
    const error = await new Promise<unknown>((resolve) => {
      connection.client.messages.stream.subscribe({ conversationId: conversation.id }, { onError: resolve })
    })
    expect(error).toMatchObject({ data: { code: 'FORBIDDEN' } })
  })

  it('refuses strange origins, strange paths and frames over 64 KiB', async () => {
    const port = await freePort()
    await using _gateway = await startGateway(stack.env, port)
    expect(await refusal(`ws://127.0.0.1:${port}/trpc`, 'https://evil.example')).toContain('403')
    expect(await refusal(`ws://127.0.0.1:${port}/other`, undefined)).toContain('404')
    const socket = new WebSocket(`ws://127.0.0.1:${port}/trpc`)
    await once(socket, 'open')
    socket.send('x'.repeat(64 * 1024 + 1))
    const [code] = await once(socket, 'close')
    expect(code).toBe(1009)
  })

  it('closes in order on SIGTERM and exits 0', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const port = await freePort()
    const gateway = await startGateway(stack.env, port)
    await using connection = connectClient(port, cookie)
    using stream = watch(connection.client, conversation.id)
    await expect.poll(() => stream.seen).toEqual([1])
    process.kill(gateway.pid, 'SIGTERM')
    expect(await gateway.exited).toEqual({ code: 0, signal: null })
  })
})

async function refusal(url: string, origin: string | undefined): Promise<string> {
  const socket = new WebSocket(url, origin === undefined ? {} : { origin })
  const [error] = await once(socket, 'error')
  return String(error)
}
