import { randomUUID } from 'node:crypto'
import { newId } from '#server/contracts/ids.ts'
import type { TestStack } from '../stack.ts'
import { actors, type Person } from './actors.ts'

/** People of every kind, and the conversations of a visitor and a client; what is done in one world touches no other. */
export interface World {
  readonly people: Readonly<Record<Person, string>>
  readonly conversations: Readonly<Record<'visitor' | 'client', string>>
}

export async function createWorld({ services: { db } }: Pick<TestStack, 'services'>): Promise<World> {
  const { sql } = db
  if (!sql) throw new Error('a world is made over the direct connection')
  const people = newPeople()
  const conversations = { visitor: newId(), client: newId() }
  const profiles = actors.flatMap(({ person, role }) =>
    role === null ? [] : [{ id: people[person], role, name: `Pessoa ${person}`, email: emailOf(people[person]) }],
  )
  const rows = (['visitor', 'client'] as const).map((owner) => ({
    id: conversations[owner],
    request_id: randomUUID(),
    visitor_id: people[owner],
    assignee_id: people.formerLawyer,
    locale: 'pt-BR',
    head_seq: 1,
    preview: 'Bom dia',
  }))
  const events = rows.map(({ id, visitor_id }) => ({
    ...{ conversation_id: id, seq: 1, id: newId(), author_id: visitor_id, author_side: 'visitor' },
    ...{ client_msg_id: randomUUID(), body: 'Bom dia' },
  }))
  await sql`insert into public.profiles ${sql(profiles)}`
  await sql`insert into public.conversations ${sql(rows)}`
  await sql`insert into public.conversation_events ${sql(events)}`
  await sql`update public.conversations set assignee_id = ${people.lawyer} where id in ${sql(Object.values(conversations))}`
  return { people, conversations }
}

const newPeople = (): World['people'] => ({
  ...{ stranger: newId(), visitor: newId(), otherVisitor: newId(), client: newId(), otherClient: newId() },
  ...{ attendant: newId(), lawyer: newId(), formerLawyer: newId(), otherLawyer: newId(), admin: newId() },
})

const emailOf = (id: string): string => `${id}@correio.example`
