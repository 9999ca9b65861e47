import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { discardDeadLetters } from '#db/queries/dead-letters.ts'
import {
  listWebhooks,
  pruneWebhooks,
  type ReceivedEvent,
  readWebhook,
  replaceUnknownWebhooks,
  settleWebhook,
  storeWebhooks,
} from '#db/queries/inbound-webhooks.ts'
import { newId } from '#server/contracts/ids.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const jobOf = (webhookId: string) => outboxJob('process-webhook', { webhookId })

function newEvent(providerEventId: string = newId(), isKnown = true): ReceivedEvent {
  const id = newId()
  return { id, providerEventId, kind: 'status', event: { of: providerEventId }, job: isKnown ? jobOf(id) : null }
}

const outbox = async () => (await both.sql`select payload from public.outbox`).map(({ payload }) => payload.webhookId)

describe.each(ways)('inbound webhooks, %s', (way) => {
  let db: Db
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`delete from public.inbound_webhooks`
    await both.sql`delete from public.outbox`
  })

  test('an event is stored once per provider and name, with one job', async () => {
    const event = newEvent('wamid.1')
    expect(await storeWebhooks(db, { provider: 'whatsapp', events: [event] })).toEqual({ stored: 1, known: 0 })
    const again = [newEvent('wamid.1'), newEvent('wamid.2'), newEvent('wamid.2')]
    expect(await storeWebhooks(db, { provider: 'whatsapp', events: again })).toEqual({ stored: 1, known: 2 })
    expect(await storeWebhooks(db, { provider: 'resend', events: [newEvent('wamid.1')] })).toEqual({
      stored: 1,
      known: 0,
    })
    expect(await outbox()).toHaveLength(3)
    expect(await readWebhook(db, event.id)).toMatchObject({
      ...{ providerEventId: 'wamid.1', state: 'waiting' },
      event: { of: 'wamid.1' },
    })
    expect(await readWebhook(db, newId())).toBeNull()
  })

  test('events are stored in the order of their names: no two requests can hold what the other waits for', async () => {
    const held = await both.sql.reserve()
    await held`begin`
    await held`
      insert into public.inbound_webhooks (id, provider, provider_event_id, kind, event)
      values (${newId()}, 'whatsapp', 'b', 'status', '{}')`
    const events = ['c', 'b', 'a'].map((name) => newEvent(name))
    const blocked = storeWebhooks(db, { provider: 'whatsapp', events })
    const waiting = async () =>
      (await both.sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
        .length
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
    // It waits at b, and has not come to c.
    expect(await storeWebhooks(db, { provider: 'whatsapp', events: [newEvent('c')] })).toEqual({ stored: 1, known: 0 })
    await held`commit`
    held.release()
    expect(await blocked).toEqual({ stored: 1, known: 2 })
  })

  test('a row and its job come together or not at all', async () => {
    const event = newEvent()
    const broken = { ...newEvent(), kind: '' }
    await expect(storeWebhooks(db, { provider: 'whatsapp', events: [event, broken] })).rejects.toThrow()
    expect(await readWebhook(db, event.id)).toBeNull()
    expect(await outbox()).toEqual([])
  })

  test('an event is settled once', async () => {
    const event = newEvent()
    await storeWebhooks(db, { provider: 'whatsapp', events: [event] })
    expect(await settleWebhook(db, { id: event.id, state: 'applied' })).toBe(true)
    expect(await settleWebhook(db, { id: event.id, state: 'ignored' })).toBe(false)
    expect(await readWebhook(db, event.id)).toMatchObject({ state: 'applied', processedAt: expect.any(String) })
  })

  test('lists go from the newest back, by provider and state', async () => {
    const events = [newEvent(), newEvent(undefined, false), newEvent()]
    for (const event of events) await storeWebhooks(db, { provider: 'whatsapp', events: [event] })
    await storeWebhooks(db, { provider: 'stripe', events: [newEvent()] })
    const ids = async (request = {}) => (await listWebhooks(db, { limit: 10, ...request })).map(({ id }) => id)
    const [first, unknown, last] = events.map(({ id }) => id)
    expect(await ids({ provider: 'whatsapp' })).toEqual([last, unknown, first])
    expect(await ids({ provider: 'whatsapp', limit: 2 })).toEqual([last, unknown])
    expect(await ids({ provider: 'whatsapp', beforeId: unknown })).toEqual([first])
    expect(await ids({ state: 'unknown' })).toEqual([unknown])
  })

  test('what was kept as unknown is replaced by what it turned out to be, once', async () => {
    const [unknown, known] = [newEvent('evt_1', false), newEvent('evt_2')]
    await storeWebhooks(db, { provider: 'stripe', events: [unknown, known] })
    const replace = () =>
      replaceUnknownWebhooks(db, {
        provider: 'stripe',
        replacements: [unknown, known].map(({ id }) => ({ webhookId: id, events: [newEvent('evt_1')] })),
        audit: { action: 'webhook.process', actorId: null, ip: null },
      })
    expect([await replace(), await replace()]).toEqual([1, 0])
    expect(await readWebhook(db, unknown.id)).toBeNull()
    const now = await listWebhooks(db, { limit: 10 })
    expect(now.map(({ providerEventId, state }) => [providerEventId, state])).toEqual([
      ['evt_1', 'waiting'],
      ['evt_2', 'waiting'],
    ])
    expect((await outbox()).toSorted()).toEqual(now.map(({ id }) => id).toSorted())
  })

  test('what is old is forgotten, unless a job may still come to it', async () => {
    const [done, odd, waiting, fresh] = [newEvent(), newEvent(undefined, false), newEvent(), newEvent()]
    const [open, discarded, lost] = [newEvent(), newEvent(), newEvent()]
    const all = [done, odd, waiting, fresh, open, discarded, lost]
    await storeWebhooks(db, { provider: 'whatsapp', events: all })
    for (const { id, job } of [open, discarded]) {
      await both.sql`update public.outbox set outcome = 'dead', finished_at = now() where id = ${job?.id ?? ''}`
      await both.sql`
        insert into public.dead_letters (id, queue, name, version, payload, reason, error)
        values (${job?.id ?? ''}, 'webhooks', 'process-webhook', 1, ${both.sql.json({ webhookId: id })}, 'failed', 'x')`
    }
    const audit = { action: 'dead-letter.discard', actorId: null, ip: null }
    await discardDeadLetters(db, { ids: [discarded.job?.id ?? ''], audit })
    await both.sql`delete from public.outbox where id = ${lost.job?.id ?? ''}`
    await settleWebhook(db, { id: done.id, state: 'applied' })
    await both.sql`
      update public.inbound_webhooks set received_at = now() - interval '91 days' where id <> ${fresh.id}`
    const prune = () => pruneWebhooks(db, { keepDays: 90, limit: 1 })
    expect([await prune(), await prune(), await prune(), await prune(), await prune()]).toEqual([1, 1, 1, 1, 0])
    expect((await listWebhooks(db, { limit: 10 })).map(({ id }) => id).toSorted()).toEqual(
      [waiting.id, fresh.id, open.id].toSorted(),
    )
  })
})
