import type { Adapter, AdapterSession } from 'next-auth/adapters'
import type { Services } from '../services.ts'
import type { SigningIn } from './auth-visit.ts'
import { createAuthAdapter } from './create-auth-adapter.ts'

/**
 * The adapter as signing in may use it: no session but for whoever was let in (NextAuth looks the person up anew after it
 * has asked), and no person made on the way. What failed is kept, because NextAuth makes an error page of everything.
 */
export function createGuardedAdapter(services: Services, visit: SigningIn): Adapter {
  const adapter = createAuthAdapter(services, visit)
  const { found } = visit

  async function noting<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      found.failure = error
      throw error
    }
  }

  async function createSession(session: AdapterSession): Promise<AdapterSession> {
    if (found.person?.id !== session.userId) throw new Error('a session is for whoever was let in')
    const created = await adapter.createSession(session)
    await visit.audit.note('auth.sign-in', { actorId: session.userId })
    return created
  }

  return {
    ...adapter,
    // Asked for where the person is gone since they were let in: NextAuth would make a new one of that address.
    createUser: () => Promise.reject(new Error('nobody signs up by signing in')),
    createSession: (session: AdapterSession) => noting(createSession(session)),
    getSessionAndUser: async (token) => noting(Promise.resolve(adapter.getSessionAndUser(token))),
    useVerificationToken: async (token) => noting(Promise.resolve(adapter.useVerificationToken(token))),
  }
}
