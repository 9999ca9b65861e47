import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { minuteMs, type StageOf, verificationToken } from './adapter-stage.ts'
import { newEmail } from './people.ts'
import { nobody } from './user-cases.ts'

const consumers = 1_000
/** Under way at once: more than either way has connections. */
const lanes = 100

/** As NextAuth makes one: it hands over the token's hash. */
const newToken = (lifeMs = 10 * minuteMs) => ({
  identifier: newEmail(),
  token: createHash('sha256').update(newId()).digest('hex'),
  expires: new Date(Date.now() + lifeMs),
})

/** Verification tokens, by the contract and beyond it. */
export function tokenCases(stage: StageOf): void {
  const use = async ({ identifier, token }: { identifier: string; token: string }) =>
    stage().ask('useVerificationToken', { identifier, token })

  async function givenToken(lifeMs?: number) {
    const created = newToken(lifeMs)
    await stage().ask('createVerificationToken', created)
    return created
  }

  describe('a verification token', () => {
    it('is answered as it was stored, its end a Date, and once', async () => {
      const token = await givenToken()
      expect(verificationToken.parse(await use(token))).toEqual(token)
      expect(await use(token)).toBeNull()
    })

    it('is null where it is unknown, or another address’s, which does not use it up', async () => {
      const [mine, other] = [await givenToken(), await givenToken()]
      expect(await use(newToken())).toBeNull()
      expect(await use({ ...mine, identifier: other.identifier })).toBeNull()
      expect(await use({ ...mine, token: other.token })).toBeNull()
      expect(await use(mine)).not.toBeNull()
      expect(await use(other)).not.toBeNull()
    })

    it.each(nobody)('is null for what is none: $name', async ({ text }) => {
      const token = await givenToken()
      expect(await use({ identifier: token.identifier, token: text })).toBeNull()
      expect(await use({ identifier: text, token: token.token })).toBeNull()
    })

    it('is null from the moment at which it ends, though its row is there', async () => {
      const { sql } = stage()
      const token = await givenToken()
      await sql`
        update public.verification_tokens set expires_at = clock_timestamp() where token_hash = ${token.token}`
      expect(await use(token)).toBeNull()
      const rows = await sql`select from public.verification_tokens where token_hash = ${token.token}`
      expect(rows).toHaveLength(1)
    })

    it('takes the others of its address along, and nobody else’s: an older mail is no second key', async () => {
      const { ask } = stage()
      const [first, elsewhere] = [await givenToken(), await givenToken()]
      const second = { ...newToken(), identifier: first.identifier }
      await ask('createVerificationToken', second)
      expect(await use({ ...second, identifier: elsewhere.identifier })).toBeNull()
      expect(await use(second)).toMatchObject({ token: second.token })
      expect(await use(first)).toBeNull()
      expect(await use(elsewhere)).toMatchObject({ token: elsewhere.token })
    })

    it(`has one winner among ${consumers} who come at once`, async () => {
      const token = await givenToken()
      const answers: unknown[] = []
      let turn = 0
      const lane = async () => {
        while (turn < consumers) {
          turn += 1
          answers.push(await use(token))
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))
      expect(answers).toHaveLength(consumers)
      expect(answers.filter((answer) => answer !== null)).toHaveLength(1)
    })
  })
}
