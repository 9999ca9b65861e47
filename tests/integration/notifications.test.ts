import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import type { ChatEvent } from '#server/contracts/events.ts'
import { newId } from '#server/contracts/ids.ts'
import type { NotificationEvent } from '#server/contracts/notifications.ts'
import { freePort } from '#server/dev/ports.ts'
import { notifyNewMessage } from '#server/features/messages/notify-new-message.job.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { connectClient, startGateway } from '#tests/support/gateway-process.ts'
import { collect } from '#tests/support/live.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let attendant: { readonly id: string; readonly caller: ReturnType<TestStack['caller']> }
const gateways = new AsyncDisposableStack()
let port: number

beforeAll(async () => {
  stack = await createTestStack()
  const person = (await listStaff(stack.services.db)).find(({ role }) => role === 'attendant')
  const id = person?.id ?? 'no attendant in the seed'
  attendant = { id, caller: stack.caller({ cookie: await stack.signIn({ userId: id, role: 'attendant' }) }) }
  port = await freePort()
  gateways.use(await startGateway(stack.env, port))
})
afterAll(async () => {
  await gateways.disposeAsync()
  await stack[Symbol.asyncDispose]()
})

const soon = { timeout: 5_000 }

/** What the worker does with the outbox row of a message. */
async function runJob({ conversationId, id: eventId }: ChatEvent): Promise<void> {
  const { services } = stack
  const signal = new AbortController().signal
  const attempt = { jobId: newId(), attempt: 1, isLastAttempt: false, signal }
  await notifyNewMessage({ ...attempt, payload: { conversationId, eventId }, services, log: services.log })
}

/** A member of staff writes to the visitor, and the worker does its part. */
async function write(conversationId: string, body: string): Promise<ChatEvent> {
  const { event } = await attendant.caller.messages.send({ conversationId, clientMsgId: newId(), body })
  await runJob(event)
  return event
}

type Client = ReturnType<typeof connectClient>['client']
type Tracked = { readonly id: string; readonly data: NotificationEvent }

const openBell = (client: Client, lastEventId?: string) =>
  collect<Tracked>((observer) =>
    client.notifications.stream.subscribe({ ...(lastEventId !== undefined && { lastEventId }) }, observer),
  )

/** Numbers of what a bell was told of, and the last count. */
const told = ({ all }: { readonly all: readonly Tracked[] }) => ({
  seqs: all.flatMap(({ data }) => (data.kind === 'notified' ? [data.notification.seq] : [])),
  unread: all.at(-1)?.data.unread,
})

describe('notifications', () => {
  it('reach the open windows, numbered, with the count', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using connection = connectClient(port, cookie)
    using bell = openBell(connection.client)
    await expect.poll(() => bell.all[0]?.data, soon).toEqual({ kind: 'changed', headSeq: 0, unread: 0 })
    await write(conversation.id, 'Bom dia!')
    await write(conversation.id, 'Como posso ajudar?')
    await expect.poll(() => told(bell), soon).toEqual({ seqs: [1, 2], unread: 2 })
    expect(bell.all.at(-1)?.data).toMatchObject({ notification: { kind: 'message', conversationId: conversation.id } })
  })

  it('wait for whoever was away, each once, from the cursor on', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    await using connection = connectClient(port, cookie)
    const first = openBell(connection.client)
    await expect.poll(() => first.all.length, soon).toBe(1)
    await write(conversation.id, 'um')
    await expect.poll(() => told(first).seqs, soon).toEqual([1])
    const cursor = first.all.at(-1)?.id
    first[Symbol.dispose]()
    for (const body of ['dois', 'três']) await write(conversation.id, body)
    using second = openBell(connection.client, cursor)
    await expect.poll(() => told(second), soon).toEqual({ seqs: [2, 3], unread: 3 })
    const { items, unread, headSeq } = await caller.notifications.list({})
    expect({ seqs: items.map(({ seq }) => seq), unread, headSeq }).toEqual({ seqs: [3, 2, 1], unread: 3, headSeq: 3 })
    expect((await caller.notifications.list({ beforeSeq: 3, limit: 1 })).items).toMatchObject([{ seq: 2 }])
  })

  it('are told once, however often the job runs', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using connection = connectClient(port, cookie)
    using bell = openBell(connection.client)
    await expect.poll(() => bell.all.length, soon).toBe(1)
    const event = await write(conversation.id, 'uma vez')
    await Promise.all([runJob(event), runJob(event)])
    await write(conversation.id, 'depois')
    await expect.poll(() => told(bell), soon).toEqual({ seqs: [1, 2], unread: 2 })
  })

  it('change in every window when one reads them', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    await using connection = connectClient(port, cookie)
    using bell = openBell(connection.client)
    for (const body of ['um', 'dois', 'três']) await write(conversation.id, body)
    await expect.poll(() => told(bell).unread, soon).toBe(3)
    expect(await caller.notifications.markRead({ upToSeq: 2 })).toEqual({ unread: 1 })
    await expect.poll(() => bell.all.at(-1)?.data, soon).toEqual({ kind: 'changed', headSeq: 3, unread: 1 })
    await caller.conversations.markRead({ conversationId: conversation.id, seq: 4 })
    await expect.poll(() => bell.all.at(-1)?.data, soon).toEqual({ kind: 'changed', headSeq: 3, unread: 0 })
    expect((await caller.notifications.list({})).unread).toBe(0)
  })

  it('are found when their publication was lost', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using connection = connectClient(port, cookie)
    using bell = openBell(connection.client)
    await expect.poll(() => bell.all.length, soon).toBe(1)
    const { event } = await attendant.caller.messages.send({
      conversationId: conversation.id,
      clientMsgId: newId(),
      body: 'ninguém ouve',
    })
    const args = { p_conversation_id: conversation.id, p_event_id: event.id }
    await stack.services.db.call('notify_of_event', args)
    await expect.poll(() => told(bell), soon).toEqual({ seqs: [1], unread: 1 })
  })

  it('tell the one to whom a conversation is assigned, and not who takes it', async () => {
    const { conversation } = await startAsVisitor(stack)
    const admin = (await listStaff(stack.services.db)).find(({ role }) => role === 'admin')
    const adminCaller = stack.caller({ cookie: await stack.signIn({ userId: admin?.id ?? '', role: 'admin' }) })
    const before = (await attendant.caller.notifications.list({})).headSeq
    await adminCaller.conversations.assign({ conversationId: conversation.id, assigneeId: attendant.id })
    const { items, headSeq } = await attendant.caller.notifications.list({})
    expect(headSeq).toBe(before + 1)
    expect(items[0]).toMatchObject({ kind: 'assignment', conversationId: conversation.id, actorName: admin?.name })
    await adminCaller.conversations.assign({ conversationId: conversation.id, assigneeId: admin?.id ?? '' })
    expect((await adminCaller.notifications.list({})).items.map(({ kind }) => kind)).not.toContain('assignment')
  })

  it.each([
    ['one that is none', 'garbage'],
    ['one of another database', 'e1.elsewhere.0'],
    ['one of the future', undefined],
  ])('begin at the newest with a cursor that cannot be used: %s', async (_case, given) => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    await write(conversation.id, 'um')
    const { eventId } = await caller.notifications.list({})
    const cursor = given ?? eventId.replace(/\d+$/, '99')
    await using connection = connectClient(port, cookie)
    using bell = openBell(connection.client, cursor)
    await expect.poll(() => bell.all, soon).toEqual([{ id: eventId, data: { kind: 'changed', headSeq: 1, unread: 1 } }])
  })

  it('take up again where they were when the gateway is killed', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const doomedPort = await freePort()
    const doomed = await startGateway(stack.env, doomedPort)
    await using connection = connectClient(doomedPort, cookie)
    using bell = openBell(connection.client)
    await expect.poll(() => bell.all.length, soon).toBe(1)
    await write(conversation.id, 'um')
    await expect.poll(() => told(bell).seqs, soon).toEqual([1])
    process.kill(doomed.pid, 'SIGKILL')
    await doomed.exited
    await write(conversation.id, 'dois')
    await using _again = await startGateway(stack.env, doomedPort)
    await expect.poll(() => told(bell), { timeout: 10_000 }).toEqual({ seqs: [1, 2], unread: 2 })
  })
})
