import { newId } from '#server/contracts/ids.ts'
import { type AdapterStage, adapterSession, adapterUser } from './adapter-stage.ts'

/** An address that nobody else has. */
export const newEmail = (): string => `${newId()}@correio.example`

/** A user as NextAuth creates one after a first sign-in. */
export async function givenUser({ ask }: AdapterStage, email = newEmail()) {
  return adapterUser.parse(await ask('createUser', { email, emailVerified: new Date(), name: 'Ana Prado' }))
}

/** What NextAuth gives createSession: random text of its own, and an end thirty days from now. */
export const newSession = (userId: string, randomPart = crypto.getRandomValues(new Uint8Array(32))) => ({
  sessionToken: Buffer.from(randomPart).toString('base64url'),
  userId,
  expires: new Date(Date.now() + 30 * 24 * 3_600_000),
})

export async function givenSession({ ask }: AdapterStage, userId: string) {
  return adapterSession.parse(await ask('createSession', newSession(userId)))
}
