import type { Scenario } from '../scenario.ts'

/** What may happen to the truth itself; needs a Postgres of its own. */
export const postgres: readonly Scenario[] = [
  {
    name: 'postgres-restarted',
    allowed: { unsure: 30 },
    act: async ({ ground, sleep }) => {
      for (let turn = 0; turn < 3; turn += 1) {
        await sleep(3_000)
        await ground.restartPostgres()
      }
      await sleep(2_000)
    },
  },
]
