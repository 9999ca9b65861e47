import { type Agent, type AgentSummary, agent, agentSummary, type PracticeArea } from '#server/contracts/catalogue.ts'
import type { Locale } from '#server/contracts/locales.ts'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'
import { translate } from './translate.ts'

interface ListAgents {
  readonly locale: Locale
  readonly area?: PracticeArea | undefined
}

/** The active agents in the firm's order. */
export async function listAgents(db: Db, { locale, area }: ListAgents): Promise<AgentSummary[]> {
  const active = db.rest
    .from('agents')
    .select('id, slug, name, title, area, greeting, translations')
    .eq('is_active', true)
  const wanted = area === undefined ? active : active.eq('area', area)
  const rows = unwrap(await wanted.order('position').order('name')) ?? []
  return rows.map((row) => toAgentSummary(row, locale))
}

/** An active agent with the active services they offer. */
export async function findAgent(db: Db, { id, locale }: { id: string; locale: Locale }): Promise<Agent | null> {
  const row = unwrap(await db.rest.from('agents').select(agentColumns).eq('id', id).eq('is_active', true).maybeSingle())
  if (row === null) return null
  const services = row.products.filter((product) => product.is_active).sort((a, b) => a.position - b.position)
  return agent.parse({
    ...translate(row, locale),
    services: services.map((service) => translate(service, locale)),
  })
}

const agentColumns = `id, slug, name, title, area, greeting, bio, registration, translations,
  products(slug, name, translations, position, is_active)`

/** The part of an agent's row that lists and services show, in the locale's words. */
export const toAgentSummary = (row: object & { translations: unknown }, locale: Locale): AgentSummary =>
  agentSummary.parse(translate(row, locale))
