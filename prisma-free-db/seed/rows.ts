import type { PracticeArea } from '#server/contracts/catalogue.ts'
import { agents } from './agents.ts'
import { conversations } from './conversations.ts'
import { seedId } from './ids.ts'
import { consumidor } from './services-consumidor.ts'
import { empresarial } from './services-empresarial.ts'
import { familia } from './services-familia.ts'
import { imobiliario } from './services-imobiliario.ts'
import { trabalhista } from './services-trabalhista.ts'
import type { SeedConversation, SeedPerson, SeedService, ServiceTexts } from './shapes.ts'
import { staff } from './staff.ts'

/** The seed as rows of the tables, keyed by column. */

const catalogue: Readonly<Record<PracticeArea, readonly SeedService[]>> = {
  familia,
  trabalhista,
  consumidor,
  imobiliario,
  empresarial,
}

const personRow = ({ number, role, name, email }: SeedPerson) => ({ id: seedId('profile', number), role, name, email })

export const staffRows = () => staff.map(personRow)

export function productRows() {
  const services = Object.entries(catalogue).flatMap(([area, list]) => list.map((service) => ({ area, service })))
  return services.map(({ area, service }, index) => ({
    id: seedId('product', index + 1),
    slug: service.slug,
    area,
    ...textColumns(service.pt),
    price_from_cents: service.priceFromCents,
    translations: { en: textColumns(service.en) },
    position: (index + 1) * 10,
    is_active: true,
  }))
}

const textColumns = (texts: ServiceTexts) => ({
  name: texts.name,
  summary: texts.summary,
  description: texts.paragraphs.join('\n\n'),
  includes: texts.includes,
  documents: texts.documents,
  questions: texts.questions.map(({ question, answer }) => ({ question, answer })),
  duration_text: texts.durationText,
})

export function agentRows() {
  const names = new Map(staff.map(({ number, name }) => [number, name]))
  return agents.map(({ slug, person, area, registration, pt, en }, index) => ({
    id: seedId('agent', index + 1),
    slug,
    profile_id: seedId('profile', person),
    name: names.get(person) ?? slug,
    area,
    registration,
    title: pt.title,
    greeting: pt.greeting,
    bio: pt.bio,
    translations: { en: { title: en.title, greeting: en.greeting, bio: en.bio } },
    position: (index + 1) * 10,
    is_active: true,
  }))
}

export const agentLinks = () =>
  agents.flatMap(({ slug, services }) => services.map((service) => ({ agent_slug: slug, product_slug: service })))

interface Moment {
  readonly nowMs: number
  readonly productIds: ReadonlyMap<string, string>
}

export function conversationRows({ nowMs, productIds }: Moment) {
  const all = conversations.map((conversation, index) => {
    const startMs = nowMs - conversation.startedHoursAgo * 3_600_000
    return rowsOf(conversation, { number: index + 1, startMs, productId: productIds.get(conversation.service) ?? null })
  })
  return {
    visitors: all.map(({ visitor }) => visitor),
    conversations: all.map(({ row }) => row),
    events: all.flatMap(({ events }) => events),
    members: all.flatMap(({ row, events }) => memberRows(row, events)),
    leads: all.map(({ lead }) => lead),
  }
}

interface Placement {
  readonly number: number
  readonly startMs: number
  readonly productId: string | null
}

function rowsOf(conversation: SeedConversation, placement: Placement) {
  const { visitor, status, messages } = conversation
  const ids = { conversation: seedId('conversation', placement.number), visitor: seedId('profile', visitor.number) }
  const at = (minutes: number) => new Date(placement.startMs + minutes * 60_000).toISOString()
  const answeredBy = messages.find(({ staff }) => staff !== undefined)?.staff
  const assigneeId = answeredBy === undefined ? null : seedId('profile', answeredBy)
  const shared = {
    visitor_id: ids.visitor,
    product_id: placement.productId,
    assignee_id: assigneeId,
    created_at: at(0),
  }
  return {
    visitor: personRow(visitor),
    row: {
      id: ids.conversation,
      ...shared,
      request_id: seedId('request', placement.number),
      locale: 'pt-BR',
      status,
      head_seq: messages.length,
      preview: (messages.at(-1)?.body ?? '').slice(0, 140),
      last_event_at: at(messages.at(-1)?.afterMinutes ?? 0),
    },
    events: messages.map(({ staff, afterMinutes, body }, index) => ({
      conversation_id: ids.conversation,
      seq: index + 1,
      id: seedId('event', placement.number * 1_000 + index + 1),
      kind: 'message',
      author_id: staff === undefined ? ids.visitor : seedId('profile', staff),
      author_side: staff === undefined ? 'visitor' : 'staff',
      client_msg_id: seedId('clientMessage', placement.number * 1_000 + index + 1),
      body,
      created_at: at(afterMinutes),
    })),
    lead: {
      id: seedId('lead', placement.number),
      ...shared,
      conversation_id: ids.conversation,
      name: visitor.name,
      email: visitor.email,
      status: conversation.leadStatus,
    },
  }
}

interface Written {
  readonly conversation_id: string
  readonly seq: number
  readonly author_id: string
  readonly created_at: string
}

/** Who wrote had read what came before; of a closed conversation, everyone has read all. */
function memberRows({ status, head_seq }: { status: string; head_seq: number }, events: readonly Written[]) {
  const lastOf = new Map(events.map((event) => [event.author_id, event]))
  return [...lastOf.values()].map(({ conversation_id, author_id, seq, created_at }) => ({
    conversation_id,
    user_id: author_id,
    read_seq: status === 'closed' ? head_seq : seq,
    read_at: created_at,
    last_seen_at: created_at,
  }))
}
