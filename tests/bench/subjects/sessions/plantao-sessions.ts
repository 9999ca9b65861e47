import { createConnectedServices } from '#server/services.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { userOf } from './bench-sessions.ts'
import type { SessionSubject, SessionSubjectOptions } from './session-subject.ts'

/** The product's store: one script that reads the session and moves its idle expiry, in Redis alone. */
export async function openPlantaoSessions({ env, sessions: count }: SessionSubjectOptions): Promise<SessionSubject> {
  const { sessions, redis } = createConnectedServices(testEnv(env), { name: 'bench' })
  await redis.ready()
  const tokens = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const { token } = await sessions.create({ userId: userOf(number), role: 'attendant' })
      return token
    }),
  )
  return {
    async read(turn) {
      const session = await sessions.get(tokens[turn % count] ?? '')
      if (session?.userId !== userOf(turn % count)) throw new Error('not the session that was asked for')
    },
  }
}
