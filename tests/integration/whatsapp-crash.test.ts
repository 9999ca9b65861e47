import { afterAll, beforeAll, expect, test } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { applyWhatsappStatus, readWhatsappThread } from '#db/queries/whatsapp.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { answerOverWhatsapp, givenWhatsappConversation } from '#tests/support/whatsapp.ts'
import { startWorkerProcess } from '#tests/support/worker-process.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
beforeAll(async () => {
  stack = await createJobStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

test('a worker killed while WhatsApp takes a message sends it no second time, and a status says that it went', async () => {
  const { db } = stack.services
  const { conversationId } = await givenWhatsappConversation(db)
  const [staff] = await listStaff(db)
  const delivery = async () => (await readWhatsappThread(db, conversationId))?.deliveries[0]?.state
  await stack.addRule({ provider: 'whatsapp', acceptThenTimeout: { times: 1 } })
  {
    await using killed = await startWorkerProcess(stack.env)
    await answerOverWhatsapp(db, { conversationId, staffId: staff?.id ?? '' })
    await expect.poll(() => stack.deliveries('whatsapp'), patience).toHaveLength(1)
    expect(await delivery()).toBe('sending')
    killed.send('SIGKILL')
    await killed.exited
  }
  await using _worker = await startWorkerProcess(stack.env)
  await expect.poll(delivery, patience).toBe('unknown')

  const [taken] = await stack.deliveries('whatsapp', 'all')
  const { messageId = '' } = (await readWhatsappThread(db, conversationId))?.deliveries[0] ?? {}
  const callback = { messageId, attempt: 1 }
  await applyWhatsappStatus(db, { wamid: taken?.id ?? '', state: 'delivered', callback })
  expect(await delivery()).toBe('delivered')
  expect(await stack.deliveries('whatsapp', 'all')).toHaveLength(1)
}, 45_000)
