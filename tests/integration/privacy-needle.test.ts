import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorker } from '#server/worker/create-worker.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { createNeedles, tracesOf } from '#tests/support/privacy/needles.ts'
import { type Planted, plantNeedles } from '#tests/support/privacy/plant-needles.ts'
import { reviewedColumns } from '#tests/support/privacy/reviewed-columns.ts'
import { columnHolds, scanPostgres, scanRedis, textColumns } from '#tests/support/privacy/scan-stores.ts'
import { sqlOf } from '#tests/support/privacy/sql-of.ts'

const needles = createNeedles()
const traces = tracesOf(needles)
const patience = { timeout: 25_000 }

let stack: JobStack
let planted: Planted

beforeAll(async () => {
  stack = await createJobStack()
  planted = await plantNeedles(stack, needles)
})
afterAll(() => stack[Symbol.asyncDispose]())

const scanAll = async () => {
  const { redis, env } = stack.services
  return [
    ...(await scanPostgres(sqlOf(stack), traces)),
    ...(await scanRedis(redis.state, env.REDIS_PREFIX, traces)),
    ...(await scanRedis(redis.cache, env.REDIS_PREFIX, traces)),
  ]
}

const skeleton = async () => ({
  events: await sqlOf(stack)`
    select conversation_id, seq, id, author_id, author_side, client_msg_id, created_at from public.conversation_events
    where conversation_id in ${sqlOf(stack)(planted.conversationIds)} order by conversation_id, seq`,
  heads: await sqlOf(stack)`
    select id, head_seq, created_at from public.conversations
    where id in ${sqlOf(stack)(planted.conversationIds)} order by id`,
  payments: await sqlOf(stack)`
    select id, amount_cents, status, created_at from public.payments
    where conversation_id in ${sqlOf(stack)(planted.conversationIds)}`,
})

describe('before', () => {
  test('every column that can hold a text was reviewed', async () => {
    expect(await textColumns(sqlOf(stack))).toEqual(Object.keys(reviewedColumns).toSorted())
  })

  test('a needle lies in every column where something of a person can be', async () => {
    const empty: string[] = []
    for (const [column, review] of Object.entries(reviewedColumns)) {
      if (review === 'planted' && !(await columnHolds(sqlOf(stack), column, traces))) empty.push(column)
    }
    expect(empty).toEqual([])
  })

  test('and in sessions, the newest messages and the queue of Redis', async () => {
    const { redis, env, keys } = stack.services
    const found = (await scanRedis(redis.state, env.REDIS_PREFIX, traces)).join('\n')
    for (const place of ['session:', ':window', `${keys.queueRoot('emails')}`]) expect(found).toContain(place)
    expect(found).toContain(keys.queueEvents('emails'))
  })
})

describe('an erased person', () => {
  test('is in no row and no key any more, and the skeleton stands', async () => {
    const before = await skeleton()
    const [admin] = await sqlOf(stack)<{ id: string }[]>`select id from public.profiles where role = 'admin' limit 1`
    const caller = stack.caller({ cookie: await stack.signIn({ userId: admin?.id ?? '', role: 'admin' }) })
    for (const id of planted.profileIds) expect(await caller.privacy.erase({ id })).toEqual({ isErased: true })
    expect(await scanAll()).toEqual([])
    expect(await skeleton()).toEqual(before)
    expect(before.events.length).toBeGreaterThan(3)
  })

  test('leaves a record of the erasure that says nothing of them', async () => {
    const rows = await sqlOf(stack)`
      select subject_id, result from public.audit_log where action = 'privacy.erase' order by subject_id`
    expect(rows).toEqual(planted.profileIds.toSorted().map((id) => ({ subject_id: id, result: 'ok' })))
  })

  test('has no session, and is found nowhere once every job has run', async () => {
    await expect(stack.caller({ cookie: planted.cookie }).conversations.mine()).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    })
    const worker = createWorker(stack.services)
    await worker.start()
    const open = async () =>
      (await sqlOf(stack)`select name from public.outbox where outcome is null and run_at <= now()`).length
    await expect.poll(open, patience).toBe(0)
    await worker.close()
    expect(await scanAll()).toEqual([])
  })
})
