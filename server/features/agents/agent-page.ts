import { type CacheTag, cacheTags } from '../../contracts/caches.ts'
import { type AgentRecord, agentRecord } from '../../contracts/catalogue-records.ts'
import { defaultLocale, type Locale } from '../../contracts/locales.ts'

interface Address {
  readonly id: string
  readonly locale: Locale
}

/** How the cache keeps an agent's page; the query and the edits must agree on it. */
export const agentPage = {
  schema: agentRecord,
  id: ({ id, locale }: Address): string => `${locale}.${id}`,
  /** All that the page rests on: the agent and each service, shown or not. */
  tags: (found: AgentRecord | null, { id }: { readonly id: string }): readonly CacheTag[] => [
    cacheTags.agent(id),
    ...(found?.linkedProductIds ?? []).map(cacheTags.product),
  ],
}

/** One object for all: the cache knows a copy in its process by it. */
const schema = agentRecord.nullable()

/** The page in the firm's language, for a write-through. */
export const agentEntry = (id: string) => ({
  cache: 'agent' as const,
  id: agentPage.id({ id, locale: defaultLocale }),
  schema,
  tags: (found: AgentRecord | null) => agentPage.tags(found, { id }),
})
