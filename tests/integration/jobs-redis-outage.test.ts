import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startConversation } from '#db/queries/conversations.ts'
import { outboxLag } from '#db/queries/outbox.ts'
import { consentVersion } from '#server/contracts/consent.ts'
import { newId } from '#server/contracts/ids.ts'
import { startRedis } from '#server/dev/parts/redis.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret } from '#server/dev/tokens.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import type { Services } from '#server/services.ts'
import { createWorker } from '#server/worker/create-worker.ts'
import { createJobStack } from '#tests/support/job-stack.ts'
import { testServers } from '#tests/support/servers.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

/** As `conversations.start` does it, without the parts that need Redis. */
async function storeConversation({ db }: Services): Promise<void> {
  const conversationId = newId()
  await startConversation(db, {
    conversationId,
    requestId: randomUUID(),
    visitorId: newId(),
    visitor: { name: 'Durante a Queda' },
    locale: 'pt-BR',
    leadId: newId(),
    eventId: newId(),
    clientMsgId: newId(),
    body: 'Alguém me lê?',
    consent: { id: newId(), textVersion: consentVersion, addressHash: '0'.repeat(64) },
    jobs: [outboxJob('email-firm-new-conversation', { conversationId })],
    audit: null,
  })
}

/** A Redis of the test's own, to be stopped and started again with its data. */
async function prepareRedis() {
  const dir = join(testServers().directory, randomUUID())
  const [port, password] = [await freePort(), newSecret()]
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    start: () => startRedis({ name: 'redis-outage', dir, port, password, role: 'state', logFile: `${dir}.log` }),
  }
}

const readHealth = async (port: string) => (await fetch(`http://127.0.0.1:${port}/healthz`)).json()

test('a job written while Redis is down waits in the outbox and runs when Redis is back', async () => {
  const { url, start } = await prepareRedis()
  let redis = await start()
  const port = String(await freePort())
  await using stack = await createJobStack({ REDIS_URL: url, REDIS_CACHE_URL: url, WORKER_PORT: port })
  const { services } = stack
  const worker = createWorker(services)
  await worker.start()

  await redis.stop()
  await storeConversation(services)
  await expect.poll(async () => (await outboxLag(services.db)).waiting, patience).toBe(1)
  expect(await readHealth(port)).toEqual({
    status: 'down',
    parts: { redis: false, database: true, relay: true, jobs: true, changeFeed: true },
  })
  expect(await stack.mails()).toHaveLength(0)

  redis = await start()
  await expect.poll(() => stack.mails(), patience).toHaveLength(1)
  await expect.poll(async () => (await outboxLag(services.db)).waiting, patience).toBe(0)
  await expect.poll(() => readHealth(port), patience).toMatchObject({ status: 'ok' })
  await worker.close()
  await redis.stop()
}, 60_000)

test('a worker stops in order while Redis is down', async () => {
  const { url, start } = await prepareRedis()
  const redis = await start()
  await using stack = await createJobStack({ REDIS_URL: url, REDIS_CACHE_URL: url })
  const worker = createWorker(stack.services)
  await worker.start()
  await redis.stop()
  await worker.close()
}, 60_000)
