import { findAgent, createAgent as storeAgent } from '#db/queries/agents.ts'
import type { NewAgent } from '../../contracts/catalogue-edits.ts'
import { tagsOf } from '../../contracts/domain-events.ts'
import { newId } from '../../contracts/ids.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import { editCatalogue, type StaffContext } from '../catalogue/edit-catalogue.ts'
import { agentEntry } from './agent-page.ts'

/** A new agent, on the pages of their services at once. CONFLICT names a slug or an account that is taken. */
export function createAgent(ctx: StaffContext, agent: NewAgent) {
  const { db } = ctx.services
  const id = newId()
  return editCatalogue(ctx, {
    entry: agentEntry(id),
    stale: tagsOf('agent.created', { id, productIds: agent.productIds }),
    store: () => storeAgent(db, { id, agent, audit: ctx.audit }),
    reload: () => findAgent(db, { id, locale: defaultLocale }),
  })
}
