import { expect, test } from 'vitest'
import { z } from 'zod'
import { consentVersion } from '#server/contracts/consent.ts'
import { newId } from '#server/contracts/ids.ts'
import { createWorker } from '#server/worker/create-worker.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

// Asked through the console, within its limit.
const patience = { timeout: 20_000, interval: 500 }

const callAs = async (stack: JobStack, role: 'admin' | 'lawyer') =>
  stack.caller({ cookie: await stack.signIn({ userId: newId(), role }) })

async function startConversation(stack: JobStack, name: string): Promise<string> {
  const { conversation } = await stack.caller().conversations.start({
    requestId: crypto.randomUUID(),
    clientMsgId: newId(),
    visitor: { name, email: 'marina@example.com' },
    body: 'Bom dia, uma pergunta.',
    consent: { textVersion: consentVersion },
  })
  return conversation.id
}

async function withWorker(stack: JobStack, work: () => Promise<void>): Promise<void> {
  const worker = createWorker(stack.services)
  await worker.start()
  try {
    await work()
  } finally {
    await worker.close()
  }
}

const sql = ({ services }: JobStack) => {
  if (!services.db.sql) throw new Error('the stack has a direct connection')
  return services.db.sql
}

async function addDeadLetter(stack: JobStack, payload: unknown, name = 'email-firm-new-conversation'): Promise<string> {
  const id = newId()
  await sql(stack)`insert into public.dead_letters (id, queue, name, version, payload, reason, error)
    values (${id}, 'emails', ${name}, 1, ${sql(stack).json(z.json().parse(payload))}, 'failed', 'resend answered 422')`
  return id
}

const auditOf = async (stack: JobStack, id: string) => {
  const rows = await sql(stack)`select action from public.audit_log where subject_id = ${id}`
  return rows.map(({ action }) => action)
}

test('a message can be followed from the browser through outbox and queue to the provider', async () => {
  await using stack = await createJobStack()
  const conversationId = await startConversation(stack, 'Marina Duarte')
  const admin = await callAs(stack, 'admin')
  const before = await admin.jobs.trace({ conversationId })
  expect(before.messages).toMatchObject([{ seq: 1, side: 'visitor', excerpt: 'Bom dia, uma pergunta.' }])
  expect(before.messages[0]?.jobs.map(({ name }) => name).toSorted()).toEqual([
    'email-firm-new-conversation',
    'email-visitor-new-conversation',
    'notify-new-message',
  ])
  expect(before.messages[0]?.jobs).toMatchObject(Array(3).fill({ relayedAt: null, startedAt: null, outcome: null }))

  await withWorker(stack, async () => {
    const mails = async () => {
      const { messages } = await admin.jobs.trace({ conversationId })
      return (messages[0]?.jobs ?? []).filter(({ queue, outcome }) => queue === 'emails' && outcome === 'done')
    }
    await expect.poll(async () => (await mails()).length, patience).toBe(2)
    for (const { createdAt, relayedAt, startedAt, finishedAt, effects } of await mails()) {
      const times = [createdAt, relayedAt, startedAt, finishedAt].map((at) => Date.parse(at ?? ''))
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(effects).toMatchObject([{ provider: 'resend', providerId: expect.any(String) }])
    }
  })
  expect((await admin.jobs.overview()).jobs).toContainEqual(
    expect.objectContaining({ name: 'email-firm-new-conversation', queue: 'emails', done: 1, dead: 0 }),
  )
})

test('the overview counts what waits, in the outbox and in each queue', async () => {
  await using stack = await createJobStack()
  const admin = await callAs(stack, 'admin')
  await startConversation(stack, 'Marina Duarte')
  await stack.queues.byName.webhooks.add('process-webhook', { version: 1, payload: {} })
  await stack.queues.byName.webhooks.add('process-webhook', { version: 1, payload: {} }, { priority: 1 })
  await stack.queues.byName.webhooks.add('process-webhook', { version: 1, payload: {} }, { delay: 60_000 })
  await stack.queues.byName.emails.pause()
  const { outbox, queues } = await admin.jobs.overview()
  expect(outbox).toMatchObject({ waiting: 3, unfinished: 0, deadLetters: 0 })
  expect(queues).toContainEqual(expect.objectContaining({ queue: 'webhooks', waiting: 2, delayed: 1, isPaused: false }))
  expect(queues).toContainEqual(expect.objectContaining({ queue: 'emails', waiting: 0, isPaused: true }))
})

test('a dead letter that would fail again is refused with the field at fault, and runs once corrected', async () => {
  await using stack = await createJobStack()
  const admin = await callAs(stack, 'admin')
  const conversationId = await startConversation(stack, 'Marina Duarte')
  const id = await addDeadLetter(stack, { conversationId: 'no uuid' })
  const refused = await admin.jobs.redrive({ ids: [id] })
  expect(refused.redriven).toEqual([])
  expect(refused.refused).toMatchObject([{ id, problems: [{ path: 'conversationId' }] }])
  expect(await admin.jobs.deadLetter({ id })).toMatchObject({ resolution: null })

  const { redriven } = await admin.jobs.redrive({ ids: [id], payload: { conversationId } })
  expect(redriven).toMatchObject([{ id }])
  expect(await admin.jobs.deadLetter({ id })).toMatchObject({
    resolution: 'redriven',
    redrivenAs: redriven[0]?.redrivenAs,
  })
  expect(await auditOf(stack, id)).toEqual(['dead-letter.redrive'])
  // Decided once: a second click changes nothing.
  expect(await admin.jobs.redrive({ ids: [id], payload: { conversationId } })).toEqual({ redriven: [], refused: [] })
  await withWorker(stack, async () => {
    await expect.poll(async () => (await stack.mails()).length, patience).toBe(3)
  })
})

test('dead letters are listed by queue and state, and decided together', async () => {
  await using stack = await createJobStack()
  const admin = await callAs(stack, 'admin')
  const ids = [
    await addDeadLetter(stack, {}),
    await addDeadLetter(stack, {}),
    await addDeadLetter(stack, {}, 'unknown'),
  ]
  const listed = async (filter: { queue?: string; name?: string; isResolved?: boolean }) =>
    (await admin.jobs.deadLetters(filter)).deadLetters.map(({ id }) => id)
  expect(await listed({})).toEqual(ids.toReversed())
  expect(await listed({ queue: 'whatsapp' })).toEqual([])
  expect(await listed({ name: 'unknown' })).toEqual(ids.slice(2))
  expect((await admin.jobs.discard({ ids: ids.slice(0, 2) })).discarded.toSorted()).toEqual(ids.slice(0, 2).toSorted())
  expect(await listed({})).toEqual(ids.slice(2))
  expect((await listed({ isResolved: true })).toSorted()).toEqual(ids.slice(0, 2).toSorted())
  expect(await auditOf(stack, ids[0] ?? '')).toEqual(['dead-letter.discard'])
  expect(await admin.jobs.discard({ ids: ids.slice(0, 1) })).toEqual({ discarded: [] })
})

/** `count` of them; every tenth would fail again. Half of the others are of another queue. */
async function addManyDeadLetters(stack: JobStack, count: number): Promise<void> {
  await sql(stack)`insert into public.dead_letters (id, queue, name, version, payload, reason, error)
    select gen_random_uuid(), case when n % 2 = 0 then 'emails' else 'whatsapp' end, 'email-firm-new-conversation', 1,
      jsonb_build_object('conversationId', case when n % 10 = 0 then 'no uuid' else gen_random_uuid()::text end),
      'failed', 'resend answered 503'
    from generate_series(1, ${count}::integer) as n`
}

test('all dead letters of a filter are decided at once, those that were counted and no others', async () => {
  await using stack = await createJobStack()
  const admin = await callAs(stack, 'admin')
  await addManyDeadLetters(stack, 2_500)
  const { count, cursor } = await admin.jobs.deadLetterCount({ queue: 'emails' })
  expect(count).toBe(1_250)
  const late = await addDeadLetter(stack, { conversationId: newId() })

  const first = await admin.jobs.redriveAll({ queue: 'emails', cursor })
  expect(first.done + first.refused).toBe(1_000)
  const { nextCursor = '' } = first
  const second = await admin.jobs.redriveAll({ queue: 'emails', cursor: nextCursor })
  expect(second).toEqual({ done: expect.any(Number), refused: expect.any(Number) })
  expect([first.done + second.done, first.refused + second.refused]).toEqual([1_000, 250])
  const [{ jobs, records } = {}] = await sql(stack)`select
    (select count(*)::integer from public.outbox where name = 'email-firm-new-conversation') as jobs,
    (select count(distinct subject_id)::integer from public.audit_log where action = 'dead-letter.redrive') as records`
  expect({ jobs, records }).toEqual({ jobs: 1_000, records: 1_000 })
  expect(await admin.jobs.deadLetter({ id: late }), 'it failed after the question').toMatchObject({ resolution: null })

  expect((await admin.jobs.deadLetterCount({})).count).toBe(250 + 1 + 1_250)
  const rest = await admin.jobs.deadLetterCount({ queue: 'emails' })
  expect(await admin.jobs.discardAll({ queue: 'emails', cursor: rest.cursor })).toEqual({ done: 251, refused: 0 })
  expect(await auditOf(stack, late)).toEqual(['dead-letter.discard'])
  expect((await admin.jobs.deadLetterCount({})).count).toBe(1_250)
})

test('more than a page can be chosen and decided', async () => {
  await using stack = await createJobStack()
  const admin = await callAs(stack, 'admin')
  const ids = Array.from({ length: 120 }, newId)
  await expect(admin.jobs.discard({ ids })).resolves.toEqual({ discarded: [] })
})

test('the console of jobs is for admins', async () => {
  await using stack = await createJobStack()
  const lawyer = await callAs(stack, 'lawyer')
  const id = await addDeadLetter(stack, {})
  const refused = { code: 'FORBIDDEN' }
  await expect(lawyer.jobs.overview()).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.deadLetters({})).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.redrive({ ids: [id] })).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.discard({ ids: [id] })).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.deadLetterCount({})).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.redriveAll({ cursor: '' })).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.discardAll({ cursor: '' })).rejects.toMatchObject(refused)
  await expect(lawyer.jobs.trace({ conversationId: newId() })).rejects.toMatchObject(refused)
  await expect((await callAs(stack, 'admin')).jobs.trace({ conversationId: newId() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
