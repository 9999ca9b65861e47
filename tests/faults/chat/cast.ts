import { randomUUID } from 'node:crypto'
import { consentVersion } from '#server/contracts/consent.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Role } from '#server/contracts/roles.ts'
import { appRouter } from '#server/router.ts'
import type { ConnectedServices } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'

export interface CastMember {
  readonly name: string
  readonly userId: string
  readonly role: Role
  readonly address: string
}

export interface Cast {
  readonly visitors: readonly (CastMember & { readonly conversationId: string })[]
  readonly staff: readonly CastMember[]
  /** Each person with a new session: Redis may have lost the old ones. */
  signIn(): Promise<{ name: string; cookie: string; address: string }[]>
}

interface CastOptions {
  readonly conversations: number
  /** Each may send 20 messages a minute. */
  readonly staff: number
}

let lastAddress = 0

/** Visitors with a conversation each, and colleagues enough to write in them. */
export async function createCast(services: ConnectedServices, { conversations, staff }: CastOptions): Promise<Cast> {
  const visitors: Cast['visitors'][number][] = []
  for (let number = 1; number <= conversations; number += 1) visitors.push(await createVisitor(services, number))
  const colleagues = Array.from({ length: staff }, (_, index) => newMember(`colleague ${index + 1}`, 'attendant'))
  await storeProfiles(services, colleagues)
  return {
    visitors,
    staff: colleagues,
    signIn: () =>
      Promise.all(
        [...visitors, ...colleagues].map(async ({ name, userId, role, address }) => {
          const { token } = await services.sessions.create({ userId, role })
          return { name, cookie: `plantao_session=${token}`, address }
        }),
      ),
  }
}

async function createVisitor(services: ConnectedServices, number: number) {
  const member = newMember(`visitor ${number}`, 'visitor')
  const request = { headers: {}, socket: { remoteAddress: member.address } }
  const caller = appRouter.createCaller(createContext({ services, request, setCookie: () => {} }))
  const { conversation } = await caller.conversations.start({
    requestId: randomUUID(),
    clientMsgId: newId(),
    visitor: { name: member.name },
    body: 'first message',
    consent: { textVersion: consentVersion },
  })
  return { ...member, userId: conversation.visitor.id, conversationId: conversation.id }
}

function newMember(name: string, role: Role): CastMember {
  lastAddress += 1
  return { name, userId: randomUUID(), role, address: `198.19.${(lastAddress >> 8) & 255}.${lastAddress & 255}` }
}

async function storeProfiles({ db }: ConnectedServices, members: readonly CastMember[]): Promise<void> {
  if (!db.sql) throw new Error('the fault runs need the direct way to Postgres')
  const rows = members.map(({ userId, name, role }) => ({ id: userId, name, role, email: `${userId}@faults.example` }))
  if (rows.length > 0) await db.sql`insert into public.profiles ${db.sql(rows)}`
}
