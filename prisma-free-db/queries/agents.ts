import { type AgentSummary, agentSummary, type PracticeArea } from '#server/contracts/catalogue.ts'
import type { AgentChanges, NewAgent } from '#server/contracts/catalogue-edits.ts'
import { type AgentRecord, agentRecord } from '#server/contracts/catalogue-records.ts'
import type { Locale } from '#server/contracts/locales.ts'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'
import { type EditOutcome, given, parseOutcome } from './edit-outcome.ts'
import { type AuditEntry, toJson } from './json.ts'
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
export async function findAgent(db: Db, { id, locale }: { id: string; locale: Locale }): Promise<AgentRecord | null> {
  const row = unwrap(await db.rest.from('agents').select(agentColumns).eq('id', id).eq('is_active', true).maybeSingle())
  if (row === null) return null
  const services = row.products.filter((product) => product.is_active).sort((a, b) => a.position - b.position)
  return agentRecord.parse({
    ...translate(row, locale),
    services: services.map((service) => translate(service, locale)),
    linkedProductIds: row.products.map(({ id }) => id),
  })
}

const agentColumns = `id, slug, name, title, area, greeting, bio, registration, translations,
  products(id, slug, name, translations, position, is_active)`

/** The part of an agent's row that lists and services show, in the locale's words. */
export const toAgentSummary = (row: object & { translations: unknown }, locale: Locale): AgentSummary =>
  agentSummary.parse(translate(row, locale))

/** Stores an agent with their links and the audit in one transaction. */
export async function createAgent(db: Db, { id, agent, audit }: CreateAgent): Promise<EditOutcome> {
  return parseOutcome(
    await db.call('create_agent', { p_id: id, p_agent: toJson(given(agent)), p_audit: toJson(audit) }),
  )
}

interface CreateAgent {
  /** A new id. */
  readonly id: string
  readonly agent: NewAgent
  readonly audit: AuditEntry | null
}

/** Changes what is given and writes the audit in the same transaction; null when there is no such agent. */
export async function updateAgent(db: Db, { id, changes, audit }: UpdateAgent): Promise<EditOutcome | null> {
  const stored = await db.call('update_agent', {
    p_id: id,
    p_changes: toJson(given(changes)),
    p_audit: toJson(audit),
  })
  return stored === null ? null : parseOutcome(stored)
}

interface UpdateAgent {
  readonly id: string
  readonly changes: AgentChanges
  readonly audit: AuditEntry | null
}
