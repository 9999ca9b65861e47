import { z } from 'zod'
import { readPositions } from '#db/queries/positions.ts'
import { formatEventId } from '#server/contracts/positions.ts'
import { calmWays } from '../place-people.ts'
import type { Scenario } from '../scenario.ts'

/** What clients may claim to have seen. */
export const cursors: readonly Scenario[] = [
  {
    name: 'strange-cursors',
    mayResync: true,
    act: async ({ world, cast, clients, conversationIds, ledger, sleep }) => {
      await sleep(2_000)
      const [conversationId = ''] = conversationIds
      const { epoch } = await readPositions(world.services.db, conversationIds)
      const [first] = (await ledger()).filter((event) => event.conversationId === conversationId)
      const claims = [
        { cursor: 'garbage' },
        { cursor: '' },
        { cursor: `e1.${epoch}.-1` },
        { cursor: formatEventId({ epoch: 'elsewhere', seq: 1 }) },
        { cursor: formatEventId({ epoch, seq: 999_999 }) },
        { cursor: formatEventId({ epoch, seq: first?.seq ?? 1 }), before: first ? [first] : [] },
      ]
      const person = cast.staff[0]?.name ?? ''
      const watchers = (['trpc', 'sse'] as const).flatMap((kind) =>
        claims.map((claim) => ({ kind, conversationId, person, gateways: calmWays(world), ...claim })),
      )
      await clients.ask('watch', watchers, z.unknown())
      await sleep(3_000)
    },
    // The empty cursor over SSE is none at all.
    check: async (_, { resyncs }) => {
      if (resyncs < 9) throw new Error(`${resyncs} resyncs for 9 cursors that are not true`)
    },
  },
]
