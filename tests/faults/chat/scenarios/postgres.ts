import { renewDbEpoch } from '#db/queries/positions.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

/** What may happen to the truth itself; needs a Postgres of its own. */
export const postgres: readonly Scenario[] = [
  {
    name: 'postgres-restarted',
    act: async ({ ground, sleep }) => {
      await sleep(2_000)
      await ground.restartPostgres()
      await sleep(5_000)
    },
  },
  {
    name: 'postgres-stalled',
    // Every write and every reading of history waits.
    act: async (scene) => {
      const { sleep } = scene
      await sleep(2_000)
      await sqlOf(scene).begin(async (transaction) => {
        await transaction`lock table public.conversation_events in access exclusive mode`
        await sleep(6_000)
      })
      await sleep(4_000)
    },
  },
  {
    name: 'epoch-renewed',
    mayResync: true,
    // As after a restore: whatever number anybody holds may mean another event.
    act: async ({ world, sleep }) => {
      await sleep(2_000)
      await renewDbEpoch(world.services.db)
      await sleep(4_000)
    },
    check: async (_, { resyncs, screens }) => everyoneWasTold(resyncs, screens),
  },
  {
    name: 'postgres-put-back',
    mayResync: true,
    // A restore while half of them are away: the last events are gone and others have their numbers. Only the epoch in
    // the cursor of who comes back tells; by its number alone it would go on behind events that never were.
    perSecond: 0,
    act: async (scene) => {
      const { world, conversationIds, store, publish, caughtUp, sleep } = scene
      for (const id of conversationIds) await publish(await store(id, 8))
      await caughtUp()
      for (const { shaky } of world.gateways) shaky.blackHole()
      await putBack(scene, 5)
      for (const id of conversationIds) await publish(await store(id, 9))
      await sleep(9_000)
      for (const { shaky } of world.gateways) shaky.restore()
    },
    check: async (_, { resyncs, screens }) => everyoneWasTold(resyncs, screens),
  },
]

function everyoneWasTold(resyncs: number, screens: number): void {
  if (resyncs < screens) throw new Error(`${resyncs} resyncs for ${screens} screens`)
}

function sqlOf({ world: { services } }: Scene) {
  if (!services.db.sql) throw new Error('the fault runs need the direct way to Postgres')
  return services.db.sql
}

/** Every conversation of the scene as it was after so many events, and a new epoch, in one transaction. */
async function putBack(scene: Scene, seq: number): Promise<void> {
  const ids = [...scene.conversationIds]
  await sqlOf(scene).begin(async (sql) => {
    await sql`delete from public.conversation_events where conversation_id in ${sql(ids)} and seq > ${seq}`
    await sql`update public.conversations set head_seq = ${seq} where id in ${sql(ids)}`
    await sql`select public.renew_db_epoch()`
  })
}
