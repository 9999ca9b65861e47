import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findAlertEvent, readAlerts, readStuckQueueMs, recordAlertReadings } from '#db/queries/alerts.ts'
import { readJobEffects, readJobFigures } from '#db/queries/job-figures.ts'
import type { AlertName } from '#server/contracts/alerts.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, givenConversation, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const reading = (name: AlertName, value: number | null) => {
  const eventId = newId()
  const job = { id: newId(), name: 'email-operator-alert', version: 1, payload: { alertEventId: eventId } } as const
  return { name, value, threshold: 0.8, clearsAt: 0.85, isAbove: false, readingsToRaise: 1, eventId, job }
}

describe.each(ways)('alerts, %s', (way) => {
  const name = way === 'direct' ? 'low-hit-rate' : 'redis-memory'

  test('a change is noted with its job, by the ids it was given', async () => {
    const db = both.db[way]
    const bad = reading(name, 0.5)
    const changes = await recordAlertReadings(db, { readingId: newId(), readings: [bad] })
    expect(changes).toEqual([{ id: bad.eventId, name, kind: 'raised' }])
    expect(await findAlertEvent(db, bad.eventId)).toMatchObject({ name, kind: 'raised', value: 0.5, threshold: 0.8 })
    const jobs = await both.sql`select name, payload from public.outbox where id = ${bad.job.id}`
    expect(jobs).toEqual([{ name: 'email-operator-alert', payload: { alertEventId: bad.eventId } }])

    // On the edge nothing changes; with nothing to measure all is well.
    expect(await recordAlertReadings(db, { readingId: newId(), readings: [reading(name, 0.82)] })).toEqual([])
    const idle = reading(name, null)
    expect(await recordAlertReadings(db, { readingId: newId(), readings: [idle] })).toEqual([
      { id: idle.eventId, name, kind: 'cleared' },
    ])
    const { alerts, events, silentMs } = await readAlerts(db, { events: 1 })
    expect(alerts).toContainEqual(expect.objectContaining({ name, isRaised: false, value: null }))
    expect(events.map(({ id }) => id)).toEqual([idle.eventId])
    expect(silentMs).toBeLessThan(60_000)
    expect(await findAlertEvent(db, newId())).toBeNull()
  })

  test('an alert above its threshold is cleared from below', async () => {
    const db = both.db[way]
    const above = (value: number) => ({ ...reading('outbox-age', value), isAbove: true, threshold: 60, clearsAt: 30 })
    const kinds = []
    for (const value of [61, 31, 30, 60]) {
      const changes = await recordAlertReadings(db, { readingId: newId(), readings: [above(value)] })
      kinds.push(changes.map(({ kind }) => kind))
    }
    expect(kinds).toEqual([['raised'], [], ['cleared'], []])
  })

  test('jobs are counted by name, and by what their ledgers say', async () => {
    const db = both.db[way]
    const { conversationId, jobs } = await givenConversation(db)
    const jobId = jobs[0]?.id ?? ''
    await both.sql`update public.outbox set relayed_at = now(), outcome = 'done', finished_at = created_at + interval '2 s'
      where name = 'email-firm-new-conversation'`
    await both.sql`insert into public.mail_messages (job_id, kind, to_address, conversation_id, provider_id, status)
      values (${jobId}, 'firm-new-conversation', 'a@example.com', ${conversationId}, ${jobId}, 'sent')`
    expect(await readJobFigures(db, { minutes: 60 })).toContainEqual(
      expect.objectContaining({ name: 'email-firm-new-conversation', open: 0, dead: 0, medianMs: 2_000 }),
    )
    expect(await readJobEffects(db, conversationId)).toMatchObject([
      { jobId, provider: 'resend', providerId: jobId, status: 'sent' },
    ])
    expect(await readStuckQueueMs(db, { emails: ['email-firm-new-conversation'], maintenance: [] })).toBe(0)
  })
})
