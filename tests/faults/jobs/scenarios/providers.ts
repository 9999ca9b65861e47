import { listDeadLetters } from '#db/queries/dead-letters.ts'
import { contractOf } from '#server/jobs/contract-of.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const tenMinutesMs = 600_000
/** An outage of ten minutes passes in so many times less. */
const scale = 30

/** What providers do to those who call them. */
export const providers: readonly Scenario[] = [
  {
    name: 'timeout-after-accept',
    enqueues: 240,
    // They took it, and nobody heard. A mail is asked for again by its key; a message waits for its status.
    act: async ({ world }) => {
      await world.simulator.addRule({ provider: 'resend', acceptThenTimeout: { times: 20 } })
      await world.simulator.addRule({ provider: 'whatsapp', acceptThenTimeout: { times: 20 } })
    },
  },
  {
    name: 'answers-lost-and-doubled',
    act: async ({ world }) => {
      for (const provider of ['resend', 'whatsapp'] as const) {
        await world.simulator.addRule({ provider, acceptThenFail: { times: 30, status: 502 } })
        await world.simulator.addRule({ provider, answerTwice: { times: 30 } })
      }
    },
  },
  {
    name: 'providers-away-ten-minutes',
    enqueues: 300,
    // Mails outlast it. The three attempts of a message do not: it becomes a dead letter, and is redriven from there.
    allowed: { dead: 300 },
    act: async (scene) => {
      const { world, sleep } = scene
      world.simulator.kill('SIGKILL')
      await world.simulator.part().exited
      await passOutage(scene)
      await world.simulator.start()
      await world.simulator.nameSite(world.apiUrl)
      await sleep(1_000)
      await promoteAll(scene)
      await scene.redriveDeadLetters()
    },
    check: async ({ world: { services } }, { dead }) => {
      if (dead === 0) throw new Error('no message gave up: nothing was redriven')
      const mails = await listDeadLetters(services.db, { queue: 'emails', limit: 1 })
      if (mails.deadLetters.length > 0) throw new Error('mails gave up')
    },
  },
]

/**
 * Time runs faster: each wait between attempts is cut short at the moment, scaled, at which the contract's shortest
 * back-off would have ended, so that every mail makes as many attempts as it could in ten minutes, and no fewer.
 */
async function passOutage(scene: Scene): Promise<void> {
  const { baseMs, maxMs } = contractOf('email-firm-new-conversation').backoff
  let attempts = 0
  for (let elapsedMs = 0; elapsedMs < tenMinutesMs; attempts += 1) {
    const waitMs = Math.min(maxMs, baseMs * 2 ** attempts) / 2
    elapsedMs += waitMs
    await scene.sleep(Math.max(1_000, waitMs / scale))
    await promoteAll(scene)
  }
  scene.note(`time × ${scale}, ${attempts} waits cut short`)
}

/** What waits for its next attempt makes it now. */
async function promoteAll({ world }: Scene): Promise<void> {
  for (const queue of Object.values(world.queues.byName)) await queue.promoteJobs()
}
