import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { toJson } from '#db/queries/json.ts'
import { claimOutbox, markOutboxRelayed, outboxLag } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { type BothWays, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const leaseMs = 60_000

async function enqueue(jobs: readonly OutboxJob[]): Promise<void> {
  for (const job of jobs) {
    await both.sql`
      insert into public.outbox (id, name, version, payload)
      values (${job.id}, ${job.name}, ${job.version}, ${both.sql.json(toJson(job.payload))})`
  }
}

describe.each(ways)('the outbox, %s', (way) => {
  let db: Db
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`delete from public.outbox`
  })

  test('jobs come out as they went in, the oldest first, up to the limit', async () => {
    const jobs = [newJob(), newJob(), newJob()]
    await enqueue(jobs)
    expect(await claimOutbox(db, { limit: 2, leaseMs })).toEqual(jobs.slice(0, 2))
    expect(await claimOutbox(db, { limit: 2, leaseMs })).toEqual(jobs.slice(2))
    expect(await claimOutbox(db, { limit: 2, leaseMs })).toEqual([])
  })

  test('ten relays at once share forty jobs without an overlap', async () => {
    await enqueue(Array.from({ length: 40 }, () => newJob()))
    const shares = await Promise.all(Array.from({ length: 10 }, () => claimOutbox(db, { limit: 4, leaseMs })))
    const ids = shares.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('a claimed job comes back when its lease ends, a relayed one never', async () => {
    const [kept, lost] = [newJob(), newJob()]
    await enqueue([kept, lost])
    await claimOutbox(db, { limit: 10, leaseMs })
    expect(await markOutboxRelayed(db, [kept.id])).toBe(1)
    await both.sql`update public.outbox set claimed_until = now() - interval '1 second' where relayed_at is null`
    expect(await claimOutbox(db, { limit: 10, leaseMs })).toEqual([lost])
    const [row] = await both.sql`select attempts from public.outbox where id = ${lost.id}`
    expect(row?.attempts).toBe(2)
  })

  test('marking twice, or what is not there, changes nothing', async () => {
    const job = newJob()
    await enqueue([job])
    expect(await markOutboxRelayed(db, [job.id, newId()])).toBe(1)
    expect(await markOutboxRelayed(db, [job.id])).toBe(0)
    expect(await markOutboxRelayed(db, [])).toBe(0)
  })

  test('a job of a newer release waits for a relay that knows it', async () => {
    await both.sql`insert into public.outbox (id, name, version, payload) values (${newId()}, 'of-tomorrow', 1, '{}')`
    expect(await claimOutbox(db, { limit: 10, leaseMs })).toEqual([])
    expect((await outboxLag(db)).waiting).toBe(1)
  })

  test('a job that is due later is neither claimed nor counted', async () => {
    const job = newJob()
    await enqueue([job])
    await both.sql`update public.outbox set run_at = now() + interval '1 hour' where id = ${job.id}`
    expect(await claimOutbox(db, { limit: 10, leaseMs })).toEqual([])
    expect(await outboxLag(db)).toEqual({ waiting: 0, oldestMs: 0 })
  })

  test('the lag counts what waits and the age of the oldest', async () => {
    expect(await outboxLag(db)).toEqual({ waiting: 0, oldestMs: 0 })
    await enqueue([newJob(), newJob()])
    await both.sql`update public.outbox set run_at = now() - interval '90 seconds'`
    const lag = await outboxLag(db)
    expect(lag.waiting).toBe(2)
    expect(lag.oldestMs).toBeGreaterThanOrEqual(90_000)
  })
})
