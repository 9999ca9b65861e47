import { z } from 'zod'
import { findAgent, listAgents } from '#db/queries/agents.ts'
import { cacheTags } from '../../contracts/caches.ts'
import { agent, agentSummary, practiceArea } from '../../contracts/catalogue.ts'
import { uuid } from '../../contracts/ids.ts'
import { defaultLocale, locale } from '../../contracts/locales.ts'
import { AppError } from '../../errors.ts'
import { router } from '../../trpc/init.ts'
import { cached } from '../../trpc/middleware/cached.ts'
import { publicProcedure } from '../../trpc/procedures.ts'
import { viewId } from '../catalogue/view-id.ts'

export const listAgentsInput = z.object({ locale: locale.default(defaultLocale), area: practiceArea.optional() })
const findAgentInput = z.object({ id: uuid, locale: locale.default(defaultLocale) })

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
    .use(
      cached('agent', {
        scope: 'public',
        schema: agent,
        id: (input: z.output<typeof findAgentInput>) => `${input.locale}.${input.id}`,
        // An agent's page names its services, so a change to any of them voids it.
        tags: (_found, input) => [cacheTags.agent(input.id), cacheTags.agents(), cacheTags.products()],
      }),
    )
    .query(async ({ ctx, input }) => {
      const found = await findAgent(ctx.services.db, input)
      if (!found) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such agent.' })
      return found
    }),
})
