import { listDeadLetters } from '#db/queries/dead-letters.ts'
import { enqueueJobs } from '#db/queries/outbox.ts'
import { newId } from '#server/contracts/ids.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import { cancelJob } from '#server/jobs/cancel-job.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import { sqlOf } from '../clear-ground.ts'
import { crashingConversationId } from '../crashing-conversation.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

/** Jobs that harm whoever touches them. */
export const poison: readonly Scenario[] = [
  {
    name: 'job-that-crashes-its-process',
    workerProgram: 'tests/faults/members/faulty-worker.ts',
    allowed: { dead: 1, unsure: 100 },
    // Every worker that takes it dies with all else it has under way; something starts it again.
    act: async (scene) => {
      const { world, note } = scene
      const stop = scene.superviseWorkers()
      const id = await enqueueCrash(scene)
      const isBuried = async () => (await deadLetterOf(scene, id)) !== undefined
      const what = 'the dead letter of the job that crashes'
      const buried = waitUntil(isBuried, { what, timeoutMs: 180_000, everyMs: 500 })
      const crashes = await buried.then(stop, async (error: unknown) => {
        await stop()
        throw error
      })
      note(`${crashes} crashes of ${world.workers.length} workers, then: ${(await deadLetterOf(scene, id))?.error}`)
    },
  },
  {
    name: 'poison-payloads',
    allowed: { dead: 20 },
    act: async (scene) => {
      const bad = await enqueueRaw(scene, 20, { version: 1, payload: { conversationId: 'not-a-uuid' } })
      const unknown = await enqueueRaw(scene, 20, { version: 99, payload: {} })
      for (const id of bad) {
        await waitUntil(async () => (await deadLetterOf(scene, id)) !== undefined, {
          what: 'the dead letter of a bad payload',
          timeoutMs: 60_000,
        })
        const letter = await deadLetterOf(scene, id)
        if (letter?.reason !== 'bad_payload' || !letter.error.includes('payload.conversationId'))
          throw new Error(`a bad payload is a dead letter with: ${letter?.reason}, ${letter?.error}`)
      }
      // A newer release may know their version: they wait for it, and here somebody calls them off.
      for (const id of unknown) {
        const answer = await cancelJob(scene.world.services, id)
        if (answer !== 'canceled') throw new Error(`a job of an unknown version could not be canceled: ${answer}`)
      }
      scene.note(`${bad.length} bad payloads dead-lettered with their path, ${unknown.length} of a newer version kept`)
    },
  },
]

async function enqueueCrash({ world: { services } }: Scene): Promise<string> {
  const job = outboxJob('email-firm-new-conversation', { conversationId: crashingConversationId })
  await enqueueJobs(services.db, [job])
  await wakeRelay(services)
  return job.id
}

/** Past the check that every enqueue makes. */
async function enqueueRaw(
  { world: { services } }: Scene,
  count: number,
  { version, payload }: { version: number; payload: Readonly<Record<string, string>> },
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  const name = 'email-firm-new-conversation'
  const sql = sqlOf(services.db)
  const rows = ids.map((id) => ({ id, name, version, payload: sql.json(payload) }))
  await sql`insert into public.outbox ${sql(rows)}`
  await wakeRelay(services)
  return ids
}

async function deadLetterOf({ world: { services } }: Scene, id: string) {
  const { deadLetters } = await listDeadLetters(services.db, { limit: 200 })
  return deadLetters.find((letter) => letter.id === id)
}
