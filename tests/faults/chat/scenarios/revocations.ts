import { nameOf } from '#server/redis/sessions/session-token.ts'
import { type Crowd, crowdCookies, gatherCrowd } from '../crowd.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'
import { withAdmin } from './with-admin.ts'

/** A session ends, and the message that tells the gateways does not arrive. */
export const revocations: readonly Scenario[] = [
  {
    name: 'revocation-with-its-message-lost',
    // The gateways' subscriptions are cut when the session ends: once they are back everyone is asked about.
    perSecond: 3,
    act: (scene) =>
      endSession(scene, async ({ world }, token) => {
        world.redisProxy.refuseSubscribers(3_000)
        await world.services.sessions.destroy(token)
      }),
  },
  {
    name: 'revocation-into-a-black-hole',
    // Nobody hung up: the probe has to find that out first.
    perSecond: 3,
    act: (scene) =>
      endSession(scene, async ({ world }, token) => {
        world.redisProxy.silenceSubscribers()
        await world.services.sessions.destroy(token)
      }),
  },
  {
    name: 'session-gone-without-a-word',
    // Nothing was published and no connection suffered: the re-check of every minute is all that is left.
    perSecond: 3,
    act: (scene) =>
      endSession(scene, async ({ world }, token) => {
        const { id, owner } = nameOf(token)
        const erased = await withAdmin(scene, (admin) => admin.del(world.services.keys.session(id, owner)))
        if (erased !== 1) throw new Error('the session was not found')
      }),
  },
]

const sockets = 4
/** The re-check comes within a minute. */
const patienceMs = 75_000

async function endSession(scene: Scene, end: (scene: Scene, token: string) => Promise<void>): Promise<void> {
  const [cookie = ''] = await crowdCookies(scene, 1)
  const conversationId = scene.conversationIds[0] ?? ''
  await using watching = await gatherCrowd(scene, { count: sockets, conversationId, cookies: [cookie] })
  await end(scene, cookie.slice(cookie.indexOf('=') + 1))
  const startedMs = performance.now()
  while ((await openSeats(watching)) > 0 && performance.now() - startedMs < patienceMs) await scene.sleep(250)
  const left = await openSeats(watching)
  scene.note(
    `${sockets - left} of ${sockets} sockets closed after ${Math.round((performance.now() - startedMs) / 1_000)} s`,
  )
  if (left > 0) throw new Error('a session that has ended still listens')
}

const openSeats = async (crowd: Crowd): Promise<number> => (await crowd.look(0)).open
