import { findAgent, updateAgent as storeAgent } from '#db/queries/agents.ts'
import type { AgentChanges } from '../../contracts/catalogue-edits.ts'
import { tagsOf } from '../../contracts/domain-events.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import { editCatalogue, type StaffContext } from '../catalogue/edit-catalogue.ts'
import { agentEntry } from './agent-page.ts'

interface UpdateAgent {
  readonly id: string
  readonly changes: AgentChanges
}

/** Changes what is given of an agent. CONFLICT names a slug or an account that is taken; NOT_FOUND where there is none. */
export function updateAgent(ctx: StaffContext, { id, changes }: UpdateAgent) {
  const stale = tagsOf('agent.updated', { id, productIds: changes.productIds })
  return changeAgent(ctx, { id, changes, stale })
}

/** Takes an agent off the site; what they wrote stays theirs. */
export function archiveAgent(ctx: StaffContext, { id }: { readonly id: string }) {
  const changes = { isActive: false }
  return changeAgent(ctx, { id, changes, stale: tagsOf('agent.archived', { id }) })
}

interface ChangeAgent extends UpdateAgent {
  readonly stale: ReturnType<typeof tagsOf>
}

function changeAgent(ctx: StaffContext, { id, changes, stale }: ChangeAgent) {
  const { db } = ctx.services
  return editCatalogue(ctx, {
    entry: agentEntry(id),
    stale,
    store: () => storeAgent(db, { id, changes, audit: ctx.audit }),
    reload: () => findAgent(db, { id, locale: defaultLocale }),
  })
}
