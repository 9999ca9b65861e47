import type { Role } from '#server/contracts/roles.ts'

interface Actor {
  readonly name: string
  /** Null: no session. */
  readonly role: Role | null
  /** Which of the world's people it is. */
  readonly person: string
  /** Whose conversation it asks for. */
  readonly conversation: 'visitor' | 'client'
}

/** Everyone who may come: the columns of the table. Each asks for a conversation, their own where they have one. */
export const actors = [
  { name: 'stranger', role: null, person: 'stranger', conversation: 'visitor' },
  { name: 'visitor, theirs', role: 'visitor', person: 'visitor', conversation: 'visitor' },
  { name: 'visitor, another’s', role: 'visitor', person: 'otherVisitor', conversation: 'visitor' },
  { name: 'client, theirs', role: 'client', person: 'client', conversation: 'client' },
  { name: 'client, another’s', role: 'client', person: 'otherClient', conversation: 'visitor' },
  { name: 'attendant', role: 'attendant', person: 'attendant', conversation: 'visitor' },
  { name: 'lawyer, assigned', role: 'lawyer', person: 'lawyer', conversation: 'visitor' },
  { name: 'lawyer, formerly assigned', role: 'lawyer', person: 'formerLawyer', conversation: 'visitor' },
  { name: 'lawyer, no member', role: 'lawyer', person: 'otherLawyer', conversation: 'visitor' },
  { name: 'admin', role: 'admin', person: 'admin', conversation: 'visitor' },
] as const satisfies readonly Actor[]

export type ActorName = (typeof actors)[number]['name']
export type Person = (typeof actors)[number]['person']
