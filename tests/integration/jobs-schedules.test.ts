import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteJobs } from '#db/queries/outbox.ts'
import type { ScheduleContract } from '#server/contracts/schedules.ts'
import { schedules } from '#server/contracts/schedules.ts'
import { checkPayload } from '#server/jobs/check-payload.ts'
import { nextSlot } from '#server/jobs/next-slot.ts'
import { createScheduler, type Scheduler } from '#server/jobs/scheduler.ts'
import { type BothWays, openBothWays } from '#tests/support/both-ways.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let both: BothWays
let schedulers: Scheduler[]
beforeEach(async () => {
  both = await openBothWays()
  schedulers = []
})
afterEach(async () => {
  await Promise.all(schedulers.map((scheduler) => scheduler.close()))
  await both[Symbol.asyncDispose]()
})

function startSchedulers(count: number, given: Record<string, ScheduleContract>) {
  for (let index = 0; index < count; index += 1) {
    const scheduler = createScheduler({ db: both.db.direct, schedules: given, log: pino({ level: 'silent' }) })
    schedulers.push(scheduler)
    scheduler.start()
  }
}

const enqueuedIds = async () => (await both.sql`select id from public.outbox order by id`).map(({ id }) => String(id))
const nextAt = async () => (await both.sql`select next_at from public.job_schedules`)[0]?.next_at

test('three workers enqueue one job for a slot, and the next when that one has ended', async () => {
  startSchedulers(3, { tick: { job: 'prune-jobs', payload: {}, slots: { everyMs: 200 } } })
  const seen: string[] = []
  for (const round of [1, 2, 3]) {
    await expect.poll(async () => (await enqueuedIds()).length, patience).toBe(round)
    const before = await nextAt()
    await expect.poll(async () => String(await nextAt()) !== String(before), patience).toBe(true)
    const ids = await enqueuedIds()
    expect(ids).toHaveLength(round)
    const [fresh = ''] = ids.filter((id) => !seen.includes(id))
    seen.push(fresh)
    await noteJobs(both.db.direct, { done: [{ id: fresh, attempts: 1 }] })
  }
})

test('slots missed while no worker ran count as one', async () => {
  await both.sql`
    insert into public.job_schedules (name, spec, next_at)
    values ('daily', '{"everyMs":86400000}', now() - interval '9 days')`
  startSchedulers(2, { daily: { job: 'prune-jobs', payload: {}, slots: { everyMs: 86_400_000 } } })
  await expect.poll(async () => Number(await nextAt()) > Date.now(), patience).toBe(true)
  expect(await enqueuedIds()).toHaveLength(1)
})

test('every schedule of the product has a slot to come, and a payload that its job takes', () => {
  for (const { job, payload, slots } of Object.values<ScheduleContract>(schedules)) {
    expect(nextSlot(slots, new Date()).getTime()).toBeGreaterThan(Date.now())
    expect(checkPayload(job, payload)).toMatchObject({ ok: true })
  }
})
