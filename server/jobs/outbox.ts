import type { Db } from '#db/client.ts'
import { type Claim, claimJobs, unclaimJobs } from '#db/queries/outbox.ts'

/** The table that relays empty. What is claimed counts as relayed, and no other relay sees it. */
export interface Outbox {
  claim(options: { readonly limit: number }): Promise<Claim>
  /** Gives back what the queue could not take. */
  unclaim(ids: readonly string[]): Promise<void>
}

export const outboxOf = (db: Db): Outbox => ({
  claim: (options) => claimJobs(db, options),
  unclaim: async (ids) => {
    await unclaimJobs(db, ids)
  },
})
