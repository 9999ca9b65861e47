import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renewDbEpoch } from '#db/queries/positions.ts'
import { type HubStage, openConversation, openHubStage } from '#tests/support/hub-stage.ts'
import { numbersBetween } from '#tests/support/hub-world.ts'

let stage: HubStage

beforeAll(async () => {
  stage = await openHubStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const through = (head: number) => numbersBetween(0, head)
/** Longer than a look at the heads takes to come round. */
const patience = { timeout: 8_000 }

describe('a hub over real servers', () => {
  it('brings every event once and in order, sent by twenty at a time', async () => {
    const conversation = await openConversation(stage)
    const seen = stage.watch(conversation.id)
    await expect.poll(() => seen.got).toEqual([1])
    await Promise.all(through(18).map(() => conversation.send()))
    await expect.poll(() => seen.got, patience).toEqual(through(19))
  })

  it('replays from the window of Redis what nobody here has seen, without Postgres reading history', async () => {
    const conversation = await openConversation(stage)
    for (const body of ['a', 'b', 'c']) await conversation.send(body)
    const { historyReads } = stage.hub.stats()
    const seen = stage.watch(conversation.id, '1')
    await expect.poll(() => seen.got).toEqual([2, 3, 4])
    expect(stage.hub.stats().historyReads).toBe(historyReads)
  })

  it('replays from Postgres when Redis has forgotten everything', async () => {
    const conversation = await openConversation(stage)
    for (const body of ['a', 'b', 'c']) await conversation.send(body)
    const admin = stage.redis.admin()
    await admin.flushall()
    const seen = stage.watch(conversation.id, '1')
    await expect.poll(() => seen.got).toEqual([2, 3, 4])
  })

  it('finds what was stored and never published', async () => {
    const conversation = await openConversation(stage)
    const seen = stage.watch(conversation.id)
    await expect.poll(() => seen.got).toEqual([1])
    await conversation.store()
    await expect.poll(() => seen.got, patience).toEqual([1, 2])
    await conversation.send()
    await expect.poll(() => seen.got).toEqual([1, 2, 3])
  })

  it('believes nothing that Redis says against Postgres', async () => {
    const conversation = await openConversation(stage)
    const seen = stage.watch(conversation.id)
    await expect.poll(() => seen.got).toEqual([1])
    const admin = stage.redis.admin()
    const channel = stage.stack.services.keys.chatChannel(conversation.id)
    for (const text of ['garbage', 'e1.otherepoch.2 {}', '{"seq":2}']) await admin.publish(channel, text)
    await conversation.send()
    await expect.poll(() => seen.got).toEqual([1, 2])
  })

  it('goes on after every subscription was killed, with what was sent meanwhile', async () => {
    const conversation = await openConversation(stage)
    const seen = stage.watch(conversation.id)
    await expect.poll(() => seen.got).toEqual([1])
    const admin = stage.redis.admin()
    await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await conversation.store()
    await conversation.send()
    await expect.poll(() => seen.got, patience).toEqual([1, 2, 3])
    const { repaired } = stage.hub.stats()
    await expect.poll(() => stage.stack.services.redis.subscriber.status).toBe('ready')
    await conversation.send()
    await expect.poll(() => seen.got).toEqual([1, 2, 3, 4])
    expect(stage.hub.stats().repaired - repaired).toBeLessThanOrEqual(1)
  })

  it('notices a subscriber connection that died without a word, and gets a new one', async () => {
    await using own = await openHubStage()
    const conversation = await openConversation(own)
    const seen = own.watch(conversation.id)
    await expect.poll(() => seen.got).toEqual([1])
    own.line.blackHole()
    await conversation.store()
    await expect.poll(() => seen.got, patience).toEqual([1, 2])
    own.line.restore()
    await expect.poll(() => own.stack.services.redis.subscriber.status, patience).toBe('ready')
    await conversation.send()
    await expect.poll(() => seen.got, patience).toEqual([1, 2, 3])
  })

  it('does without Redis for as long as it is dead', async () => {
    await using own = await openHubStage()
    const conversation = await openConversation(own)
    await own.redis.kill()
    const seen = own.watch(conversation.id)
    await expect.poll(() => seen.got, patience).toEqual([1])
    await conversation.store()
    await expect.poll(() => seen.got, patience).toEqual([1, 2])
    await own.redis.restart()
    await expect.poll(() => own.stack.services.redis.subscriber.status, patience).toBe('ready')
    await conversation.store()
    await conversation.send()
    await expect.poll(() => seen.got, patience).toEqual([1, 2, 3, 4])
  })

  it('tells everyone to start anew when the database was put back', async () => {
    await using own = await openHubStage()
    const conversation = await openConversation(own)
    const seen = own.watch(conversation.id)
    await expect.poll(() => seen.got).toEqual([1])
    const epoch = await renewDbEpoch(own.stack.services.db)
    await expect.poll(() => seen.got, patience).toEqual([1, 'resync epoch at 1'])
    expect(seen.ids.at(-1)).toBe(`e1.${epoch}.1`)
    const stale = own.watch(conversation.id, seen.ids[0])
    await expect.poll(() => stale.got).toEqual(['resync epoch at 1'])
    await conversation.send()
    await expect.poll(() => [seen.got.at(-1), stale.got.at(-1)]).toEqual([2, 2])
  })
})
