import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import {
  type Burial,
  buryJobs,
  countDeadLetters,
  discardDeadLetters,
  findDeadLetter,
  listDeadLetters,
  redriveDeadLetters,
} from '#db/queries/dead-letters.ts'
import { traceJobs } from '#db/queries/job-trace.ts'
import { cancelJob, enqueueJobs, noteJobs } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const burialOf = (
  { id, name, version, payload }: ReturnType<typeof newJob>,
  overrides: Partial<Burial> = {},
): Burial => ({
  ...{ id, name, version, payload, queue: 'emails', reason: 'failed', error: 'refused', attempt: 3, isKept: true },
  ...overrides,
})

const actorId = newId()
const audit = { action: 'jobs.redrive', actorId, ip: '203.0.113.7' }

describe.each(ways)('dead letters, %s', (way) => {
  let db: Db
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`delete from public.outbox`
    await both.sql`delete from public.dead_letters`
  })

  async function bury(overrides: Partial<Burial> = {}) {
    const job = newJob()
    await enqueueJobs(db, [job])
    await buryJobs(db, [burialOf(job, overrides)])
    return job
  }

  test('a job that failed for good ends, and is kept with every attempt', async () => {
    const job = newJob()
    await enqueueJobs(db, [job])
    await noteJobs(db, { failed: [{ id: job.id, attempt: 1, error: 'no answer', nextInMs: 0 }] })
    expect(await buryJobs(db, [burialOf(job, { attempt: 2 })])).toBe(1)
    expect(await findDeadLetter(db, job.id)).toMatchObject({
      ...{ id: job.id, queue: 'emails', name: job.name, version: 1, payload: job.payload, reason: 'failed' },
      history: [
        { attempt: 1, error: 'no answer' },
        { attempt: 2, error: 'refused' },
      ],
      resolution: null,
    })
    const [traced] = await traceJobs(db, { ids: [job.id] })
    expect(traced).toMatchObject({ outcome: 'dead', attempts: 2, deadLetter: { reason: 'failed', resolution: null } })
  })

  test('burying again, or what has ended otherwise, changes nothing', async () => {
    const job = await bury()
    expect(await buryJobs(db, [burialOf(job, { error: 'again' })])).toBe(0)
    const canceled = newJob()
    await enqueueJobs(db, [canceled])
    await cancelJob(db, canceled.id)
    expect(await buryJobs(db, [burialOf(canceled)])).toBe(0)
    expect(await findDeadLetter(db, canceled.id)).toBeNull()
  })

  test('a job that its contract drops ends without a letter; one without a row leaves one', async () => {
    const dropped = await bury({ isKept: false })
    expect(await findDeadLetter(db, dropped.id)).toBeNull()
    const rowless = newJob()
    expect(await buryJobs(db, [burialOf(rowless)])).toBe(1)
    expect(await findDeadLetter(db, rowless.id)).toMatchObject({ history: [{ attempt: 3, error: 'refused' }] })
  })

  test('the list is newest first, filtered, and goes on where a page ended', async () => {
    const [first, second, third] = [await bury(), await bury({ queue: 'webhooks' }), await bury()]
    await discardDeadLetters(db, { ids: [third.id], audit: null })
    const idsOf = async (filter: object) =>
      (await listDeadLetters(db, { limit: 10, ...filter })).deadLetters.map(({ id }) => id)
    expect(await idsOf({})).toEqual([third.id, second.id, first.id])
    expect(await idsOf({ queue: 'webhooks' })).toEqual([second.id])
    expect(await idsOf({ name: 'no-such-job' })).toEqual([])
    expect(await idsOf({ isResolved: false })).toEqual([second.id, first.id])
    expect(await idsOf({ isResolved: true })).toEqual([third.id])
    const page = await listDeadLetters(db, { limit: 2 })
    expect(await idsOf({ cursor: page.nextCursor })).toEqual([first.id])
    expect((await listDeadLetters(db, { limit: 3 })).nextCursor).toBeUndefined()
  })

  test('the count matches the filter, and its cursor leaves out what fails later', async () => {
    const [first, second] = [await bury(), await bury({ queue: 'webhooks' })]
    await discardDeadLetters(db, { ids: [(await bury()).id], audit: null })
    const { count, cursor } = await countDeadLetters(db, { isResolved: false })
    await bury()
    expect(count).toBe(2)
    const { deadLetters } = await listDeadLetters(db, { isResolved: false, cursor, limit: 10 })
    expect(deadLetters.map(({ id }) => id)).toEqual([second.id, first.id])
    expect(await countDeadLetters(db, { queue: 'webhooks' })).toMatchObject({ count: 1 })
    expect(await countDeadLetters(db, { name: 'no-such-job' })).toMatchObject({ count: 0 })
  })

  test('a redriven letter is a new job, with what was edited; twice is once', async () => {
    const [kept, edited] = [await bury(), await bury()]
    const [keptAs, editedAs] = [newId(), newId()]
    const payload = { conversationId: newId() }
    const items = [
      { id: kept.id, newId: keptAs },
      { id: edited.id, newId: editedAs, version: 1, payload },
    ]
    const redriven = await redriveDeadLetters(db, { items, audit })
    expect(new Set(redriven)).toEqual(
      new Set([
        { id: kept.id, redrivenAs: keptAs },
        { id: edited.id, redrivenAs: editedAs },
      ]),
    )
    const jobs = await traceJobs(db, { ids: [keptAs, editedAs] })
    expect(new Set(jobs.map((job) => job.payload))).toEqual(new Set([kept.payload, payload]))
    expect(await findDeadLetter(db, kept.id)).toMatchObject({
      ...{ resolution: 'redriven', redrivenAs: keptAs, resolvedBy: actorId },
    })
    const again = items.map((item) => ({ ...item, newId: newId() }))
    expect(await redriveDeadLetters(db, { items: again, audit })).toEqual([])
    const records = await both.sql`select details from public.audit_log where subject_id = ${edited.id}`
    expect(records.map(({ details }) => details)).toEqual([{ redrivenAs: editedAs, isEdited: true }])
  })

  test('a discarded letter is dealt with: it is not redriven, and not discarded twice', async () => {
    const job = await bury()
    expect(await discardDeadLetters(db, { ids: [job.id], audit })).toEqual([job.id])
    expect(await discardDeadLetters(db, { ids: [job.id, newId()], audit })).toEqual([])
    expect(await redriveDeadLetters(db, { items: [{ id: job.id, newId: newId() }], audit })).toEqual([])
  })
})
