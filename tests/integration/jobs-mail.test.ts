import { afterAll, beforeAll, expect, test } from 'vitest'
import { listNotifications } from '#db/queries/notifications.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { isFrontDesk } from '#server/contracts/roles.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
let worker: Worker

beforeAll(async () => {
  stack = await createJobStack()
  worker = createWorker(stack.services)
  await worker.start()
})
afterAll(async () => {
  await worker.close()
  await stack[Symbol.asyncDispose]()
})

const mailsAbout = async (name: string) =>
  (await stack.mails('all')).filter(({ request }) => JSON.stringify(request.body).includes(name))

test('a new conversation becomes one mail to the firm and one to the visitor', async () => {
  const input = newConversation({ name: 'Beatriz Lima', email: 'beatriz@exemplo.com', body: 'Olá <b>você</b>' })
  const { conversation } = await startAsVisitor(stack, input)
  await expect.poll(() => mailsAbout('Beatriz'), patience).toHaveLength(2)
  const mails = await mailsAbout('Beatriz')
  expect(mails.map(({ outcome, summary }) => [outcome, summary.to]).toSorted()).toEqual([
    ['accepted', 'beatriz@exemplo.com'],
    ['accepted', stack.env.FIRM_EMAIL],
  ])
  expect(new Set(mails.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2)
  for (const { request } of mails) expect(JSON.stringify(request.body)).toContain(conversation.id)
})

test('a visitor who left no address gets no mail, and the firm still does', async () => {
  await startAsVisitor(stack, newConversation({ name: 'Caio Anônimo' }))
  await expect.poll(() => mailsAbout('Caio'), patience).toHaveLength(1)
  expect((await mailsAbout('Caio'))[0]?.summary.to).toBe(stack.env.FIRM_EMAIL)
  await expect.poll(() => stack.queues.byName.emails.getJobCountByTypes('wait', 'active', 'delayed'), patience).toBe(0)
  expect(await mailsAbout('Caio')).toHaveLength(1)
})

test('a new message is told to everyone at the front desk, by the worker', async () => {
  const { db } = stack.services
  const { conversation, caller } = await startAsVisitor(stack)
  await caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: 'Mais uma pergunta' })
  for (const { id: userId, role } of await listStaff(db)) {
    const kinds = async () => {
      const { items } = await listNotifications(db, { userId, limit: 100 })
      const about = items.filter(({ conversationId }) => conversationId === conversation.id)
      return about.map(({ kind }) => kind).toSorted()
    }
    if (isFrontDesk(role)) await expect.poll(kinds, patience).toEqual(['lead', 'message'])
    else expect(await kinds()).toEqual([])
  }
})
