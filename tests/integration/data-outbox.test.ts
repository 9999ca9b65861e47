import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { readJobTotals } from '#db/queries/job-totals.ts'
import { traceJobs } from '#db/queries/job-trace.ts'
import { cancelJob, claimJobs, enqueueJobs, noteJobs, outboxLag, pruneJobs, unclaimJobs } from '#db/queries/outbox.ts'
import { listUnfinishedJobs, parkUnknownJobs, releaseUnknownJobs, takeJobTurn } from '#db/queries/reconcile-jobs.ts'
import { newId } from '#server/contracts/ids.ts'
import { jobs } from '#server/contracts/jobs.ts'
import { type BothWays, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'
import { startWhileHeld } from '#tests/support/start-while-held.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const claimedOf = ({ id, name, version, payload }: ReturnType<typeof newJob>) => ({
  ...{ id, name, version, payload },
  attempts: 0,
})

describe.each(ways)('the outbox, %s', (way) => {
  let db: Db
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`delete from public.outbox`
    await both.sql`delete from public.dead_letters`
  })

  const claim = async (limit = 10) => (await claimJobs(db, { limit })).jobs
  const traced = async (id: string) => (await traceJobs(db, { ids: [id] }))[0]

  async function enqueueStarted() {
    const job = newJob()
    await enqueueJobs(db, [job])
    await claim()
    await noteJobs(db, { started: [job.id] })
    return job
  }

  test('jobs come out as they went in, the oldest first, up to the limit, once', async () => {
    const jobs = [newJob(), newJob(), newJob()]
    expect(await enqueueJobs(db, jobs)).toBe(3)
    expect(await claim(2)).toEqual(jobs.slice(0, 2).map(claimedOf))
    expect(await claim(2)).toEqual(jobs.slice(2).map(claimedOf))
    expect(await claim(2)).toEqual([])
  })

  test('an id that is there already is left as it is', async () => {
    const job = newJob()
    await enqueueJobs(db, [job])
    expect(await enqueueJobs(db, [job, newJob()])).toBe(1)
    expect(await claim()).toHaveLength(2)
  })

  test('ten relays at once share forty jobs without an overlap', async () => {
    await enqueueJobs(
      db,
      Array.from({ length: 40 }, () => newJob()),
    )
    const shares = await Promise.all(Array.from({ length: 10 }, () => claim(4)))
    const ids = shares.flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('what the queue could not take waits again; what has started does not', async () => {
    const [kept, started] = [newJob(), newJob()]
    await enqueueJobs(db, [kept, started])
    await claim()
    await noteJobs(db, { started: [started.id] })
    expect(await unclaimJobs(db, [kept.id, started.id, newId()])).toBe(1)
    expect((await claim()).map(({ id }) => id)).toEqual([kept.id])
    const [row] = await both.sql`select claims from public.outbox where id = ${kept.id}`
    expect(row?.claims).toBe(2)
  })

  test('a job of a newer release waits for a relay that knows it, and is parked when none comes', async () => {
    await both.sql`insert into public.outbox (id, name, version, payload) values (${newId()}, 'of-tomorrow', 1, '{}')`
    expect(await claim()).toEqual([])
    expect((await outboxLag(db)).waiting).toBe(1)
    expect(await parkUnknownJobs(db, { olderMs: 3_600_000 })).toBe(0)
    await both.sql`update public.outbox set run_at = now() - interval '2 hours'`
    expect(await parkUnknownJobs(db, { olderMs: 3_600_000 })).toBe(1)
    expect((await outboxLag(db)).waiting).toBe(0)
    expect((await readJobTotals(db)).deadLetters).toBe(1)
  })

  test('one that a newer release relayed and that nobody has heard of waits for its relay again, then is parked', async () => {
    const [id, running] = [newId(), newId()]
    await both.sql`
      insert into public.outbox (id, name, version, payload, run_at, relayed_at, started_at)
      select *, now() - interval '2 hours', now() - interval '2 hours', case when id = ${running} then now() end
      from (values (${id}::uuid, 'of-tomorrow', 1, '{}'::jsonb), (${running}::uuid, 'of-tomorrow', 1, '{}'))
        as rows (id, name, version, payload)`
    const olderMs = 3_600_000
    expect(await releaseUnknownJobs(db, { ids: [id, running], olderMs })).toBe(1)
    expect((await traced(id))?.relayedAt).toBeNull()
    expect(await parkUnknownJobs(db, { olderMs })).toBe(0)
    await both.sql`update public.outbox set run_at = now() - interval '2 hours'`
    expect(await parkUnknownJobs(db, { olderMs })).toBe(1)
    expect(await traced(id)).toMatchObject({ outcome: 'dead', deadLetter: { reason: 'parked' } })
  })

  test('what is urgent by its contract goes before all that is older', async () => {
    const urgent = Object.entries(jobs).flatMap(([name, { priority }]) => (priority === 1 ? [name] : []))
    await enqueueJobs(db, [newJob(), newJob()])
    for (const name of urgent) {
      await both.sql`insert into public.outbox (id, name, version, payload) values (${newId()}, ${name}, 1, '{}')`
    }
    const names = (await claim(urgent.length + 1)).map(({ name }) => name)
    expect(names.toSorted()).toEqual([...urgent, newJob().name].toSorted())
    expect(await claim()).toHaveLength(1)
  })

  test('a job that is due later is neither claimed nor counted, and its relay is told when to come', async () => {
    const job = { ...newJob(), runAt: new Date(Date.now() + 3_600_000).toISOString() }
    await enqueueJobs(db, [job])
    const { jobs, nextInMs } = await claimJobs(db, { limit: 10 })
    expect(jobs).toEqual([])
    expect(nextInMs).toBeGreaterThan(3_500_000)
    expect(nextInMs).toBeLessThanOrEqual(3_600_000)
    expect(await outboxLag(db)).toEqual({ waiting: 0, oldestMs: 0 })
    expect(await readJobTotals(db)).toMatchObject({ waiting: 0, later: 1 })
  })

  test('the lag counts what waits and the age of the oldest', async () => {
    expect(await outboxLag(db)).toEqual({ waiting: 0, oldestMs: 0 })
    await enqueueJobs(db, [newJob(), newJob()])
    await both.sql`update public.outbox set run_at = now() - interval '90 seconds'`
    const lag = await outboxLag(db)
    expect(lag.waiting).toBe(2)
    expect(lag.oldestMs).toBeGreaterThanOrEqual(90_000)
  })

  test('a canceled job never starts, wherever it is by then', async () => {
    const [waiting, relayed] = [newJob(), newJob()]
    await enqueueJobs(db, [relayed])
    await claim()
    await enqueueJobs(db, [waiting])
    expect(await cancelJob(db, waiting.id)).toBe('canceled')
    expect(await cancelJob(db, relayed.id)).toBe('canceled')
    expect(await claim()).toEqual([])
    expect(await noteJobs(db, { started: [relayed.id] })).toEqual([relayed.id])
    expect(await cancelJob(db, relayed.id)).toBe('canceled')
    expect(await traced(relayed.id)).toMatchObject({ outcome: 'canceled', startedAt: null })
  })

  test('what has started or ended is not canceled, and what is not there is not found', async () => {
    const job = await enqueueStarted()
    expect(await cancelJob(db, job.id)).toBe('started')
    await noteJobs(db, { done: [{ id: job.id, attempts: 1 }] })
    expect(await cancelJob(db, job.id)).toBe('finished')
    expect(await cancelJob(db, newId())).toBe('not_found')
  })

  test.each(['the cancel', 'the start'])(
    'of a cancel and a start at the same time %s wins if it comes first',
    async (first) => {
      const { id } = newJob()
      await enqueueJobs(db, [{ ...newJob(), id }])
      await claim()
      const cancel = () => cancelJob(db, id)
      const start = () => noteJobs(db, { started: [id] })
      const outcomes = await startWhileHeld<unknown>({
        sql: both.sql,
        hold: (tx) => tx`select from public.outbox where id = ${id} for update`,
        calls: first === 'the cancel' ? [cancel, start] : [start, cancel],
      })
      expect(outcomes).toEqual(first === 'the cancel' ? ['canceled', [id]] : [[], 'started'])
    },
  )

  test('a job that is done is done once, and does not start again', async () => {
    const job = await enqueueStarted()
    await noteJobs(db, { done: [{ id: job.id, attempts: 2 }] })
    await noteJobs(db, { failed: [{ id: job.id, attempt: 3, error: 'late', nextInMs: 0 }] })
    expect(await noteJobs(db, { started: [job.id, newId()] })).toEqual([job.id])
    expect(await traced(job.id)).toMatchObject({ outcome: 'done', attempts: 2, history: [], queue: 'emails' })
  })

  test('a failed attempt is in the history, and the job is due again later', async () => {
    const job = await enqueueStarted()
    await noteJobs(db, { failed: [{ id: job.id, attempt: 1, error: 'no answer', nextInMs: 60_000 }] })
    const found = await traced(job.id)
    expect(found).toMatchObject({ outcome: null, attempts: 1, history: [{ attempt: 1, error: 'no answer' }] })
    expect(Date.parse(found?.runAt ?? '')).toBeGreaterThan(Date.now() + 50_000)
    expect(await listUnfinishedJobs(db, { afterId: undefined, limit: 10, olderMs: 0 })).toEqual([])
  })

  test('unfinished are those that were relayed, are due and have not ended', async () => {
    const [waiting, relayed, done] = [newJob(), newJob(), newJob()]
    await enqueueJobs(db, [relayed, done])
    await claim()
    await enqueueJobs(db, [waiting])
    await noteJobs(db, { done: [{ id: done.id, attempts: 1 }] })
    const list = (olderMs: number, afterId?: string) => listUnfinishedJobs(db, { afterId, limit: 10, olderMs })
    expect(await list(60_000)).toEqual([])
    expect(await list(0)).toEqual([{ ...claimedOf(relayed), runningMs: null }])
    expect(await list(0, relayed.id)).toEqual([])
    await noteJobs(db, { started: [relayed.id] })
    expect((await list(0))[0]?.runningMs).toBeGreaterThanOrEqual(0)
  })

  test('a relay of the release before claims and marks as it did, beside ours', async () => {
    const [canceled, ...jobs] = [newJob(), newJob(), newJob()]
    await enqueueJobs(db, [canceled, ...jobs])
    await cancelJob(db, canceled.id)
    const theirs = await db.call('claim_outbox', { p_names: [canceled.name], p_limit: 1, p_lease_ms: 60_000 })
    expect(theirs).toMatchObject([{ id: jobs[0]?.id }])
    expect((await claim()).map(({ id }) => id)).toEqual([jobs[1]?.id])
    expect(await db.call('mark_outbox_relayed', { p_ids: jobs.map(({ id }) => id) })).toBe(1)
    expect(await listUnfinishedJobs(db, { afterId: undefined, limit: 10, olderMs: 0 })).toHaveLength(2)
  })

  test('a turn is one worker’s', async () => {
    const takeTurn = () => takeJobTurn(db, { duty: 'reconcile', forMs: 60_000 })
    await both.sql`update private.job_turns set free_at = now()`
    const turns = await Promise.all(Array.from({ length: 5 }, takeTurn))
    expect(turns.filter(Boolean)).toHaveLength(1)
  })

  test('old jobs that have ended go, the others stay', async () => {
    const [live, old, fresh] = [newJob(), newJob(), newJob()]
    await enqueueJobs(db, [live, old, fresh])
    await noteJobs(db, { done: [old, fresh].map(({ id }) => ({ id, attempts: 1 })) })
    await both.sql`update public.outbox set created_at = now() - interval '1 year'`
    await both.sql`update public.outbox set finished_at = now() - interval '8 days' where id = ${old.id}`
    expect(await pruneJobs(db, { limit: 10 })).toBe(1)
    expect((await traceJobs(db, { ids: [live.id, old.id, fresh.id] })).map(({ id }) => id)).toEqual([live.id, fresh.id])
  })

  test('the jobs of a conversation are found by it, the oldest first', async () => {
    const conversationId = newId()
    const jobs = [newJob(conversationId), newJob(conversationId)]
    await enqueueJobs(db, [...jobs, newJob()])
    expect((await traceJobs(db, { conversationId })).map(({ id }) => id)).toEqual(jobs.map(({ id }) => id))
  })
})
