import { z } from 'zod'
import { countDeadLetters as countInDatabase, discardDeadLetters, listDeadLetters } from '#db/queries/dead-letters.ts'
import { redriveDeadLetters } from '../../jobs/redrive-dead-letters.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { listDeadLettersInput } from './dead-letters.ts'

export const countInput = listDeadLettersInput.pick({ queue: true, name: true })

/** `cursor` makes the decision that follows one about these alone. */
export const countResult = z.object({ count: z.number(), cursor: z.string() })

/** Those of the filter that wait for a decision. */
export const countDeadLetters = ({ services }: StaffContext, filter: z.output<typeof countInput>) =>
  countInDatabase(services.db, { ...filter, isResolved: false })

export const decideAllInput = countInput.extend({ cursor: z.string().max(100) })

export const decideAllResult = z.object({
  /** How many were redriven, or discarded. */
  done: z.number(),
  /** How many would fail again at once, and stay. */
  refused: z.number(),
  /** There is more: call again with it. */
  nextCursor: z.string().optional(),
})

type Filter = z.output<typeof decideAllInput>

/** Runs what was counted again, up to a thousand a call. */
export const redriveAllDeadLetters = (ctx: StaffContext, filter: Filter) =>
  decideAll(ctx, filter, async (ids) => {
    const { audit } = ctx
    const { redriven, refused } = await redriveDeadLetters(ctx.services, { ids, audit })
    return { done: redriven.length, refused: refused.length }
  })

/** Discards what was counted, up to a thousand a call. */
export const discardAllDeadLetters = (ctx: StaffContext, filter: Filter) =>
  decideAll(ctx, filter, async (ids) => {
    const { audit } = ctx
    return { done: (await discardDeadLetters(ctx.services.db, { ids, audit })).length, refused: 0 }
  })

/** Each batch is a transaction of its own, and holds its rows no longer. */
const batchLength = 200
const batchesPerCall = 5

type Decide = (ids: readonly string[]) => Promise<{ readonly done: number; readonly refused: number }>

async function decideAll({ services }: StaffContext, { cursor, ...filter }: Filter, decide: Decide) {
  const sum = { done: 0, refused: 0 }
  let next: string | undefined = cursor
  for (let batch = 0; batch < batchesPerCall && next !== undefined; batch += 1) {
    const page = await listDeadLetters(services.db, {
      ...{ ...filter, isResolved: false, cursor: next, limit: batchLength },
    })
    if (page.deadLetters.length > 0) {
      const { done, refused } = await decide(page.deadLetters.map(({ id }) => id))
      sum.done += done
      sum.refused += refused
    }
    next = page.nextCursor
  }
  return next === undefined ? sum : { ...sum, nextCursor: next }
}
