import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { traceJobs } from '#db/queries/job-trace.ts'
import { noteJobs } from '#db/queries/outbox.ts'
import { fireSchedule, setSchedule } from '#db/queries/schedules.ts'
import { type BothWays, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'
import { startWhileHeld } from '#tests/support/start-while-held.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const name = 'every-minute'
const [past, later, latest] = [-60_000, 60_000, 120_000].map((ms) => new Date(Date.now() + ms))
if (!past || !later || !latest) throw new Error('three moments')

describe.each(ways)('schedules, %s', (way) => {
  let db: Db
  beforeEach(async () => {
    db = both.db[way]
    await both.sql`delete from public.job_schedules`
    await both.sql`delete from public.outbox`
  })

  const countJobs = async () => Number((await both.sql`select count(*) as n from public.outbox`)[0]?.n)

  test('a slot gives one job, however many workers fire it', async () => {
    await setSchedule(db, { name, spec: 'a', nextAt: past })
    const fire = () => fireSchedule(db, { name, at: past, nextAt: later, job: newJob() })
    const fired = await startWhileHeld({
      sql: both.sql,
      hold: (tx) => tx`select from public.job_schedules for update`,
      calls: [fire, fire, fire],
    })
    expect(fired.map(({ status }) => status).sort()).toEqual(['fired', 'not_due', 'not_due'])
    expect(new Set(fired.map(({ nextAt }) => nextAt.getTime()))).toEqual(new Set([later.getTime()]))
    expect(await countJobs()).toBe(1)
  })

  test('a slot that has not come by the clock of the database is not fired', async () => {
    await setSchedule(db, { name, spec: 'a', nextAt: later })
    expect(await fireSchedule(db, { name, at: later, nextAt: latest, job: newJob() })).toMatchObject({
      status: 'not_due',
    })
    expect(await countJobs()).toBe(0)
  })

  test('while the job of the slot before lives the slot is left out', async () => {
    const first = newJob()
    await setSchedule(db, { name, spec: 'a', nextAt: past })
    await fireSchedule(db, { name, at: past, nextAt: past, job: first })
    expect(await fireSchedule(db, { name, at: past, nextAt: past, job: newJob() })).toMatchObject({ status: 'skipped' })
    await noteJobs(db, { done: [{ id: first.id, attempts: 1 }] })
    expect(await fireSchedule(db, { name, at: past, nextAt: later, job: newJob() })).toMatchObject({ status: 'fired' })
    expect(await countJobs()).toBe(2)
  })

  test('another spec begins anew, the same one goes on where it was', async () => {
    expect(await setSchedule(db, { name, spec: 'a', nextAt: later })).toEqual(later)
    expect(await setSchedule(db, { name, spec: 'a', nextAt: latest })).toEqual(later)
    expect(await setSchedule(db, { name, spec: 'b', nextAt: latest })).toEqual(latest)
    expect(await traceJobs(db, { ids: [] })).toEqual([])
  })
})
