import { z } from 'zod'
import { findAgent, listAgents } from '#db/queries/agents.ts'
import { cacheTags } from '../../contracts/caches.ts'
import { agent, agentSummary, practiceArea } from '../../contracts/catalogue.ts'
import { agentChanges, newAgent } from '../../contracts/catalogue-edits.ts'
import { slug, uuid } from '../../contracts/ids.ts'
import { defaultLocale, locale } from '../../contracts/locales.ts'
import { AppError } from '../../errors.ts'
import { router } from '../../trpc/init.ts'
import { cached } from '../../trpc/middleware/cached.ts'
import { adminProcedure, publicProcedure } from '../../trpc/procedures.ts'
import { viewId } from '../catalogue/view-id.ts'
import { agentPage } from './agent-page.ts'
import { createAgent } from './create-agent.ts'
import { archiveAgent, updateAgent } from './update-agent.ts'

export const listAgentsInput = z.object({ locale: locale.default(defaultLocale), area: practiceArea.optional() })
const findAgentInput = z.object({ id: uuid, locale: locale.default(defaultLocale) })
const edited = z.object({ id: uuid, slug })

export const agentsRouter = router({
  list: publicProcedure({ limit: 'default' })
    .input(listAgentsInput)
    .output(z.array(agentSummary))
    .use(
      cached('agents', {
        scope: 'public',
        schema: z.array(agentSummary),
        id: viewId,
        tags: () => [cacheTags.agents()],
      }),
    )
    .query(({ ctx, input }) => listAgents(ctx.services.db, input)),

  byId: publicProcedure({ limit: 'default' })
    .input(findAgentInput)
    .output(agent)
    .use(cached('agent', { scope: 'public', ...agentPage }))
    .query(async ({ ctx, input }) => {
      const found = await findAgent(ctx.services.db, input)
      if (!found) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such agent.' })
      return found
    }),

  create: adminProcedure({ limit: 'default', audit: 'agent.create' })
    .input(newAgent)
    .output(edited)
    .mutation(({ ctx, input }) => createAgent(ctx, input)),

  update: adminProcedure({ limit: 'default', audit: 'agent.update' })
    .input(z.object({ id: uuid, changes: agentChanges }))
    .output(edited)
    .mutation(({ ctx, input }) => updateAgent(ctx, input)),

  archive: adminProcedure({ limit: 'default', audit: 'agent.archive' })
    .input(z.object({ id: uuid }))
    .output(edited)
    .mutation(({ ctx, input }) => archiveAgent(ctx, input)),
})
