import { pino } from 'pino'
import { expect, test } from 'vitest'
import { listDeadLetters } from '#db/queries/dead-letters.ts'
import { newId } from '#server/contracts/ids.ts'
import { readAlertsNow } from '#server/features/console/alerts-now.ts'
import { emailOperatorAlert } from '#server/features/console/email-operator-alert.job.ts'
import { evaluateAlerts } from '#server/features/console/evaluate-alerts.job.ts'
import { renderAlertMetrics } from '#server/features/console/render-alert-metrics.ts'
import { readHealth } from '#server/features/health/read-health.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

const log = pino({ enabled: false })
const signal = new AbortController().signal

const evaluate = ({ services }: JobStack, jobId = newId()): Promise<void> =>
  evaluateAlerts({ jobId, payload: {}, services, log, signal, attempt: 1, isLastAttempt: false })

const sql = ({ services }: JobStack) => {
  if (!services.db.sql) throw new Error('the stack has a direct connection')
  return services.db.sql
}

/** Due jobs that no relay has taken, `ageSeconds` old; one stands for the job that would read the alerts. */
const addWaiting = async (stack: JobStack, { count = 1, ageSeconds = 0 }) => {
  for (let index = 0; index < count; index += 1) {
    await sql(stack)`insert into public.outbox (id, name, version, payload, run_at)
      values (${newId()}, 'notify-new-message', 1, '{}', now() - make_interval(secs => ${ageSeconds}))`
  }
}

const emptyOutbox = (stack: JobStack) => sql(stack)`delete from public.outbox where name = 'notify-new-message'`

const alertNamed = async (stack: JobStack, name: string) =>
  (await readAlertsNow(stack.services)).alerts.find((alert) => alert.name === name)

const changes = async (stack: JobStack): Promise<string[]> =>
  (await readAlertsNow(stack.services)).events.map(({ name, kind }) => `${name} ${kind}`).toReversed()

/** The ids of the changes that mails were enqueued for, oldest first. */
const mailsOwed = async (stack: JobStack): Promise<string[]> => {
  const rows = await sql(stack)`select payload ->> 'alertEventId' as id from public.outbox
    where name = 'email-operator-alert' order by created_at, id`
  return rows.map(({ id }) => String(id))
}

test('an alert is raised by the second reading in a row, cleared below its lower bound, and tells each once', async () => {
  await using stack = await createJobStack({ ALERT_BACKLOG_ABOVE: '4' })
  await addWaiting(stack, { count: 6 })
  await evaluate(stack)
  expect(await alertNamed(stack, 'queue-backlog')).toMatchObject({ isRaised: false, value: 5, threshold: 4 })
  await evaluate(stack)
  expect(await alertNamed(stack, 'queue-backlog')).toMatchObject({ isRaised: true, clearsAt: 2 })
  await evaluate(stack)
  expect(await changes(stack)).toEqual(['queue-backlog raised'])

  await emptyOutbox(stack)
  await addWaiting(stack, { count: 3 })
  await evaluate(stack)
  // The mail that tells of it waits as well.
  expect(await alertNamed(stack, 'queue-backlog')).toMatchObject({ isRaised: true, value: 3 })
  await emptyOutbox(stack)
  await evaluate(stack)
  await evaluate(stack)
  expect(await alertNamed(stack, 'queue-backlog')).toMatchObject({ isRaised: false })
  expect(await changes(stack)).toEqual(['queue-backlog raised', 'queue-backlog cleared'])
  const { events } = await readAlertsNow(stack.services)
  expect(await mailsOwed(stack)).toEqual(events.map(({ id }) => id).toReversed())
})

test('memory of a Redis without a limit of its own is measured against the machine’s', async () => {
  await using stack = await createJobStack({ ALERT_REDIS_MEMORY_ABOVE: '0' })
  expect(await stack.services.redis.inspect()).toMatchObject({ state: { maxMemoryBytes: 0 } })
  await evaluate(stack)
  await evaluate(stack)
  expect(await alertNamed(stack, 'redis-memory')).toMatchObject({ isRaised: true, value: expect.any(Number) })
})

test('one bad reading between good ones raises nothing', async () => {
  await using stack = await createJobStack({ ALERT_OUTBOX_AGE_SECONDS_ABOVE: '30' })
  for (const isBad of [true, false, true, false]) {
    if (isBad) await addWaiting(stack, { ageSeconds: 31 })
    else await emptyOutbox(stack)
    await evaluate(stack)
  }
  expect(await changes(stack)).toEqual([])
  await addWaiting(stack, { ageSeconds: 31 })
  await evaluate(stack)
  await evaluate(stack)
  expect(await changes(stack)).toEqual(['outbox-age raised'])
})

test('an evaluation that runs again counts once', async () => {
  await using stack = await createJobStack({ ALERT_BACKLOG_ABOVE: '1' })
  await addWaiting(stack, { count: 3 })
  const jobId = newId()
  await evaluate(stack, jobId)
  await evaluate(stack, jobId)
  expect(await alertNamed(stack, 'queue-backlog')).toMatchObject({ isRaised: false })
  const again = newId()
  await evaluate(stack, again)
  await evaluate(stack, again)
  expect(await changes(stack)).toEqual(['queue-backlog raised'])
  expect(await mailsOwed(stack)).toHaveLength(1)
})

test('the operator is mailed what was raised and what is normal again', async () => {
  await using stack = await createJobStack({ OPERATOR_EMAIL: 'operadora@example.com', ALERT_DEAD_LETTERS_ABOVE: '0' })
  await sql(stack)`insert into public.dead_letters (id, queue, name, version, payload, reason, error)
    values (${newId()}, 'emails', 'email-firm-new-conversation', 1, '{}', 'failed', 'the provider is away')`
  await evaluate(stack)
  await sql(stack)`update public.dead_letters set resolution = 'discarded', resolved_at = now()`
  expect((await listDeadLetters(stack.services.db, { isResolved: false, limit: 1 })).deadLetters).toEqual([])
  await evaluate(stack)
  for (const alertEventId of await mailsOwed(stack)) {
    await emailOperatorAlert({
      jobId: newId(),
      payload: { alertEventId },
      services: stack.services,
      log,
      signal,
      attempt: 1,
      isLastAttempt: false,
    })
  }
  const mails = (await stack.mails()).map(({ request }) => request)
  expect(mails).toHaveLength(2)
  expect(JSON.stringify(mails[0])).toContain('Alerta: tarefas falharam em definitivo')
  expect(JSON.stringify(mails[1])).toContain('Normalizado: tarefas falharam em definitivo')
  expect(JSON.stringify(mails[1])).toContain('voltou para dentro do limite')
  expect(JSON.stringify(mails)).toContain('operadora@example.com')
})

test('a queue is stuck when nobody begins its jobs, and not when it is merely long', async () => {
  await using stack = await createJobStack({ ALERT_WORKER_SILENT_SECONDS: '60' })
  const relayed = (name: string, startedAgo: number | null) => sql(stack)`
    insert into public.outbox (id, name, version, payload, run_at, relayed_at, started_at)
    values (${newId()}, ${name}, 1, '{}', now() - interval '10 min', now() - interval '10 min',
      now() - make_interval(secs => ${startedAgo}))`
  await relayed('notify-new-message', null)
  await relayed('notify-new-message', 5)
  await evaluate(stack)
  expect(await alertNamed(stack, 'stuck-worker')).toMatchObject({ isRaised: false })
  await relayed('email-firm-new-conversation', null)
  await evaluate(stack)
  const stuck = await alertNamed(stack, 'stuck-worker')
  expect(stuck).toMatchObject({ isRaised: true })
  expect(stuck?.value).toBeGreaterThan(599)
})

test('that no worker works is told by whoever is asked, by health and by the metrics', async () => {
  await using stack = await createJobStack({ ALERT_WORKER_SILENT_SECONDS: '60' })
  await evaluate(stack)
  expect(await readHealth(stack.services)).toMatchObject({ status: 'ok', parts: { worker: { status: 'ok' } } })
  expect(await renderAlertMetrics(stack.services)).toContain('plantao_worker_silent 0')
  await sql(stack)`update private.alert_watch set read_at = now() - interval '121 seconds'`
  expect((await readAlertsNow(stack.services)).worker).toMatchObject({ isSilent: true })
  expect(await readHealth(stack.services)).toMatchObject({ status: 'degraded', parts: { worker: { status: 'down' } } })
  expect(await renderAlertMetrics(stack.services)).toContain('plantao_worker_silent 1')
  await evaluate(stack)
  expect((await readAlertsNow(stack.services)).worker).toMatchObject({ isSilent: false })
})

test('the alerts are for admins', async () => {
  await using stack = await createJobStack()
  const ask = async (role: 'admin' | 'lawyer') =>
    stack.caller({ cookie: await stack.signIn({ userId: newId(), role }) }).alerts.now()
  expect((await ask('admin')).alerts.map(({ name }) => name)).toContain('redis-memory')
  await expect(ask('lawyer')).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
