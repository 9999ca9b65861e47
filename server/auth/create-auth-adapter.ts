import type { Adapter, AdapterAccount, AdapterSession, AdapterUser } from 'next-auth/adapters'
import {
  createClient,
  deletePerson,
  findPerson,
  findPersonByAccount,
  findPersonByEmail,
  linkAccount,
  type Person,
  unlinkAccount,
  updatePerson,
} from '#db/queries/accounts.ts'
import { consumeVerificationToken, createVerificationToken } from '#db/queries/verification-tokens.ts'
import { newId } from '../contracts/ids.ts'
import type { Role } from '../contracts/roles.ts'
import type { SignInMethod } from '../contracts/session-origin.ts'
import { AppError } from '../errors.ts'
import { wakeRelay } from '../jobs/wake-relay.ts'
import type { Session } from '../redis/sessions/create-session-store.ts'
import type { Services } from '../services.ts'
import type { AuthVisit } from './auth-visit.ts'
import { closeSessionsOf } from './close-sessions-of.ts'
import { openSession } from './open-session.ts'

export type AuthAdapterServices = Pick<Services, 'db' | 'sessions' | 'clock' | 'pubsub' | 'keys'>

/** A user of NextAuth's, with the role that ours have. */
export interface AuthUser extends AdapterUser {
  readonly role: Role
}

/**
 * NextAuth's database strategy over what there is: people, their accounts elsewhere and mailed links in Postgres, sessions
 * in Redis (decision 035). Unknown things are null, dates are Dates. What NextAuth leaves open:
 *
 * - a session lives as its role says, and shorter where `expires` says so; reading it moves its idle end on, and nothing
 *   prolongs it past its absolute one;
 * - the token that a session is stored under names its owner, so it is the one answered, not the one handed in;
 * - a link is used up by one caller, however many come at once; one that is over is as good as used.
 */
export function createAuthAdapter(services: AuthAdapterServices, visit: AuthVisit): Required<Adapter> {
  const { db } = services
  return {
    ...sessionMethods(services, visit),
    ...linkMethods(services, visit),
    createUser: async ({ email, emailVerified, ...user }: Omit<AdapterUser, 'id'>) => {
      const name = cleanName(user.name) || email.split('@')[0] || email
      return userOf(await createClient(db, { name, email: email.toLowerCase(), emailConfirmedAt: emailVerified }))
    },
    getUser: async (id) => userOrNull(await findPerson(db, id)),
    getUserByEmail: async (email) => userOrNull(await findPersonByEmail(db, email)),
    getUserByAccount: async (account) => userOrNull(await findPersonByAccount(db, account)),
    updateUser: async ({ id, name, email, emailVerified }) => {
      const person = await updatePerson(db, id, {
        ...(name && { name: cleanName(name) }),
        ...(email !== undefined && { email: email.toLowerCase() }),
        ...(emailVerified !== undefined && { emailConfirmedAt: emailVerified }),
      })
      if (!person) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such account.' })
      return userOf(person)
    },
    deleteUser: async (id) => {
      await deletePerson(db, id)
      await closeSessionsOf(services, id, 'erased')
    },
    linkAccount: ({ provider, providerAccountId, userId }: AdapterAccount) =>
      linkAccount(db, { provider, providerAccountId, profileId: userId }),
    unlinkAccount: (account: Pick<AdapterAccount, 'provider' | 'providerAccountId'>) => unlinkAccount(db, account),
  }
}

type SessionMethods = 'createSession' | 'getSessionAndUser' | 'updateSession' | 'deleteSession'

function sessionMethods(services: AuthAdapterServices, visit: AuthVisit): Required<Pick<Adapter, SessionMethods>> {
  const { db, sessions, clock } = services

  async function find(token: string): Promise<AdapterSession | null> {
    return answerOf(token, await sessions.get(token))
  }

  const answerOf = (token: string, session: Session | null): AdapterSession | null =>
    session && { sessionToken: token, userId: session.userId, expires: new Date(session.endsAtMs) }

  return {
    createSession: async ({ sessionToken, userId, expires }) => {
      const profile = visit.found?.person ?? (await findPerson(db, userId))
      const issued =
        profile?.id === userId
          ? await openSession(services, {
              profile,
              origin: { ...visit.origin, method: methodOf(visit) },
              replaces: visit.browser,
              randomPart: sessionToken,
              maxMs: expires.getTime() - clock(),
            })
          : null
      if (!issued) throw new AppError('FORBIDDEN', { publicMessage: 'This account may not sign in.' })
      return { sessionToken: issued.token, userId, expires: new Date(issued.expiresAtMs) }
    },
    getSessionAndUser: async (token) => {
      const session = await find(token)
      const person = session && (await findPerson(db, session.userId))
      return session && person && { session, user: userOf(person) }
    },
    // An end that NextAuth would set later is not taken: the absolute one stays where it is.
    updateSession: async ({ sessionToken: token, expires }) =>
      expires === undefined ? find(token) : answerOf(token, await sessions.shorten(token, expires.getTime() - clock())),
    deleteSession: async (token) => {
      const session = await find(token)
      await sessions.destroy(token)
      return session
    },
  }
}

const methodOf = ({ found }: AuthVisit): SignInMethod => {
  if (found?.link) return found.link.kind === 'invitation' ? 'invitation' : 'link'
  return found?.person ? 'google' : 'link'
}

type LinkMethods = 'createVerificationToken' | 'useVerificationToken'

function linkMethods(services: AuthAdapterServices, visit: AuthVisit): Required<Pick<Adapter, LinkMethods>> {
  const { db } = services
  return {
    createVerificationToken: async ({ identifier, token, expires }) => {
      const link = visit.link ?? { id: newId() }
      await createVerificationToken(db, { ...link, identifier, tokenHash: token, expiresAt: expires })
      if (visit.link) await wakeRelay(services)
      return { identifier, token, expires }
    },
    // NextAuth hands over no identifier where the address of a link names none.
    useVerificationToken: async ({ identifier, token }: { identifier?: string; token: string }) => {
      const link = await consumeVerificationToken(db, { tokenHash: token, identifier })
      if (!link) return null
      if (visit.found) visit.found.link = link
      return { identifier: link.identifier, token, expires: new Date(link.expiresAt) }
    },
  }
}

/** One line: names are written into mails. */
const cleanName = (name: string | null | undefined): string =>
  (name ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 120)

const userOf = ({ id, role, name, email, emailConfirmedAt }: Person): AuthUser => ({
  ...{ id, role, name, email: email ?? '' },
  image: null,
  emailVerified: emailConfirmedAt === null ? null : new Date(emailConfirmedAt),
})

const userOrNull = (person: Person | null): AuthUser | null => person && userOf(person)
