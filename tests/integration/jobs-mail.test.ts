import { afterAll, beforeAll, expect, test } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
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

test('a new message is announced on the channel of each person it concerns', async () => {
  const { db, pubsub, keys } = stack.services
  const staff = await listStaff(db)
  const heard: unknown[] = []
  const { conversation, caller } = await startAsVisitor(stack)
  for (const { id } of staff) {
    await pubsub.subscribe(keys.notificationsChannel(id), (text) => heard.push({ id, ...JSON.parse(text) }))
  }
  await caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: 'Mais uma pergunta' })
  // The start of the conversation is announced too, and may be heard first.
  const announced = staff.map(({ id }) => ({
    id,
    kind: 'conversation.changed',
    conversationId: conversation.id,
    headSeq: 2,
  }))
  await expect.poll(() => heard, patience).toEqual(expect.arrayContaining(announced))
})
