import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendMessage } from '#db/queries/messages.ts'
import { notifyOfEvent } from '#db/queries/notifications.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import type { InboxUpdate } from '#server/contracts/inbox.ts'
import type { LiveState } from '#server/contracts/live.ts'
import type { PlacedNotification } from '#server/realtime/notifications/notification-feed.ts'
import { createGatewayServices, type GatewayServices } from '#server/services.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { collectFrom } from '#tests/support/live.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let redis: RedisProcess
let stack: TestStack
let attendantId: string
const gateways: GatewayServices[] = []

beforeAll(async () => {
  redis = await startRedisProcess({ settings: ['appendonly yes', 'appendfsync always'] })
  stack = await createTestStack({ REDIS_URL: `redis://127.0.0.1:${redis.port}` })
  attendantId = (await listStaff(stack.services.db))[0]?.id ?? 'no staff in the seed'
  for (let count = 0; count < 3; count += 1) gateways.push(await openGateway())
})
afterAll(async () => {
  for (const gateway of gateways) await gateway.close()
  await stack[Symbol.asyncDispose]()
  await redis[Symbol.asyncDispose]()
})

async function openGateway(): Promise<GatewayServices> {
  const gateway = createGatewayServices(stack.env, { name: 'gateway' })
  await gateway.redis.ready()
  return gateway
}

async function restartRedis(): Promise<void> {
  await redis.restart()
  for (const { redis } of [stack.services, ...gateways]) await redis.ready()
}

function liveAt(index: number) {
  const gateway = gateways[index]
  if (!gateway) throw new Error('there are three gateways')
  return gateway.realtime.live
}

/** A person's window at one of the gateways. */
function openView(index: number, conversationId: string, userId: string) {
  const watched = collectFrom<LiveState>((signal) =>
    liveAt(index).rooms.watch({ conversationId, userId, viewId: undefined, signal }),
  )
  const presenceIn = (state: LiveState | undefined, id: string) => state?.members.find((m) => m.userId === id)?.presence
  return {
    ...watched,
    presenceOf: (id: string) => presenceIn(watched.last(), id),
    everShown: (id: string) => watched.all.map((state) => presenceIn(state, id)),
  }
}

async function openBothSides() {
  const { conversation } = await startAsVisitor(stack)
  const visitorId = conversation.visitor.id
  const visitor = openView(0, conversation.id, visitorId)
  const attendant = openView(1, conversation.id, attendantId)
  await expect.poll(() => [visitor.presenceOf(attendantId), attendant.presenceOf(visitorId)], late).toEqual(both)
  return { conversationId: conversation.id, visitorId, visitor, attendant }
}

const soon = { timeout: 5_000 }
const late = { timeout: 15_000 }
const both = ['online', 'online']

/** Stored as by a process that died before it could tell anyone. */
async function storeSilently(conversationId: string, authorId: string): Promise<void> {
  const { db } = stack.services
  const eventId = newId()
  const sent = await sendMessage(db, {
    ...{ conversationId, authorId, eventId, clientMsgId: newId(), authorSide: 'visitor', body: 'Alguém aí?', jobs: [] },
  })
  if (sent.status !== 'stored') throw new Error(sent.status)
  await notifyOfEvent(db, { conversationId, eventId })
}

describe('presence', () => {
  it('calls nobody offline because Redis lost its memory, and tells those who come later', async () => {
    const { conversationId, visitorId, visitor, attendant } = await openBothSides()
    using _visitor = visitor
    using _attendant = attendant
    const { keys } = stack.services
    await redis.admin().flushall()
    await expect.poll(async () => redis.admin().hlen(keys.presence(conversationId)), late).toBe(2)
    using later = openView(2, conversationId, visitorId)
    await expect.poll(() => later.presenceOf(attendantId), soon).toBe('online')
    expect([...visitor.everShown(attendantId).slice(1), ...attendant.everShown(visitorId)]).not.toContain('offline')
  }, 30_000)

  it('shows those of other gateways as offline while they are out of sight, and again when Redis is back', async () => {
    const { visitorId, visitor, attendant } = await openBothSides()
    using _visitor = visitor
    using _attendant = attendant
    await redis.kill()
    await expect.poll(() => visitor.presenceOf(attendantId), late).toBe('offline')
    expect(visitor.presenceOf(visitorId)).toBe('online')
    await restartRedis()
    await expect.poll(() => [visitor.presenceOf(attendantId), attendant.presenceOf(visitorId)], late).toEqual(both)
  }, 60_000)

  it('opens while Redis is away, from Postgres, and finds the others when it is back', async () => {
    const { conversation } = await startAsVisitor(stack)
    const visitorId = conversation.visitor.id
    await redis.kill()
    using visitor = openView(0, conversation.id, visitorId)
    using attendant = openView(1, conversation.id, attendantId)
    await expect.poll(() => visitor.presenceOf(visitorId), soon).toBe('online')
    await expect.poll(() => attendant.presenceOf(attendantId), soon).toBe('online')
    expect(visitor.presenceOf(attendantId)).not.toBe('online')
    await restartRedis()
    await expect.poll(() => [visitor.presenceOf(attendantId), attendant.presenceOf(visitorId)], late).toEqual(both)
  }, 60_000)

  it('takes a person who left while Redis was away offline when it is back', async () => {
    const { conversationId, visitorId, visitor, attendant } = await openBothSides()
    using _visitor = visitor
    // Keeps the gateway that they leave among the living.
    const other = (await startAsVisitor(stack)).conversation
    using _other = openView(1, other.id, other.visitor.id)
    await redis.kill()
    attendant[Symbol.dispose]()
    await expect.poll(() => liveAt(1).rooms.stats().views, soon).toBe(1)
    await expect.poll(() => visitor.presenceOf(attendantId), late).toBe('offline')
    await restartRedis()
    await expect.poll(() => liveAt(1).rooms.stats().rooms, late).toBe(1)
    await expect.poll(() => visitor.presenceOf(attendantId), late).toBe('offline')
    using later = openView(2, conversationId, visitorId)
    await expect.poll(() => later.presenceOf(visitorId), soon).toBe('online')
    expect(later.presenceOf(attendantId)).toBe('offline')
  }, 60_000)
})

describe('without Redis', () => {
  it('inbox and notifications show within seconds what Postgres has', async () => {
    const { conversation } = await startAsVisitor(stack)
    using inbox = collectFrom<InboxUpdate>((signal) =>
      liveAt(0).inbox.watch({ userId: attendantId, view: 'all', isOwn: false, limit: 20, signal }),
    )
    using bell = collectFrom<PlacedNotification>((signal) =>
      liveAt(0).notifications.watch({ userId: attendantId, after: undefined, signal }),
    )
    await expect.poll(() => [inbox.last()?.kind, bell.last()?.event.kind], soon).toEqual(['snapshot', 'changed'])
    await redis.kill()
    await storeSilently(conversation.id, conversation.visitor.id)
    const shown = () => inbox.all.flatMap(({ rows }) => rows).filter(({ id }) => id === conversation.id)
    await expect.poll(() => shown().at(-1)?.headSeq, soon).toBe(2)
    await expect.poll(() => bell.last()?.event, soon).toMatchObject({ kind: 'notified', unread: 1 })
    await restartRedis()
    await storeSilently(conversation.id, conversation.visitor.id)
    await expect.poll(() => shown().at(-1)?.headSeq, soon).toBe(3)
    await expect.poll(() => bell.last()?.event.unread, soon).toBe(2)
  }, 60_000)

  it('both open, too', async () => {
    const { conversation } = await startAsVisitor(stack)
    await redis.kill()
    using inbox = collectFrom<InboxUpdate>((signal) =>
      liveAt(2).inbox.watch({ userId: attendantId, view: 'unassigned', isOwn: false, limit: 20, signal }),
    )
    using bell = collectFrom<PlacedNotification>((signal) =>
      liveAt(2).notifications.watch({ userId: attendantId, after: undefined, signal }),
    )
    await expect.poll(() => inbox.all[0]?.rows.map(({ id }) => id), soon).toContain(conversation.id)
    await expect.poll(() => bell.all[0]?.event.kind, soon).toBe('changed')
    await restartRedis()
  }, 60_000)
})
