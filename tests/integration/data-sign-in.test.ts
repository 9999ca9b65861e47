import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  beginTotp,
  confirmTotp,
  disableTotp,
  findTotp,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeTotpStep,
} from '#db/queries/totp.ts'
import { consumeVerificationToken, createVerificationToken, findLinkRequest } from '#db/queries/verification-tokens.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, newJob, openBothWays, ways } from '#tests/support/both-ways.ts'
import { givenPerson } from '#tests/support/people.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(() => both[Symbol.asyncDispose]())

const hash = () => randomBytes(32).toString('hex')
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const newLink = () => ({
  id: newId(),
  identifier: `${newId()}@correio.example`,
  tokenHash: hash(),
  expiresAt: inMinutes(10),
})

describe.each(ways)('%s', (way) => {
  const db = () => both.db[way]

  describe('a link', () => {
    it('is stored with its job, or neither is', async () => {
      const job = newJob()
      const link = { ...newLink(), jobs: [job] }
      await createVerificationToken(db(), link)
      await expect(createVerificationToken(db(), { ...link, id: newId(), jobs: [newJob()] })).rejects.toThrow()
      const stored = await both.sql`
        select count(*)::integer as links, (select count(*)::integer from public.outbox where id = ${job.id}) as jobs
        from public.verification_tokens where identifier = ${link.identifier}`
      expect(stored[0]).toEqual({ links: 1, jobs: 1 })
    })

    it('is used up by one of many', async () => {
      const link = newLink()
      await createVerificationToken(db(), link)
      const used = await Promise.all(Array.from({ length: 30 }, () => consumeVerificationToken(db(), link)))
      expect(used.flatMap((one) => one?.id ?? [])).toEqual([link.id])
    })

    it('tells who asked for it, in which language, and where they were going', async () => {
      const profileId = await givenPerson(both.sql, { role: 'visitor' })
      const link = { ...newLink(), profileId, locale: 'en' as const, callbackPath: '/conversa/1' }
      await createVerificationToken(db(), link)
      const { identifier: email } = link
      expect(await findLinkRequest(db(), link.id)).toMatchObject({ email, profileId, locale: 'en', isInvited: false })
      expect(await consumeVerificationToken(db(), link)).toMatchObject({ profileId, callbackPath: '/conversa/1' })
      expect(await findLinkRequest(db(), link.id)).toBeNull()
    })

    it('is asked for by a visitor, or by nobody', async () => {
      const colleague = await givenPerson(both.sql, { role: 'lawyer' })
      const gone = await givenPerson(both.sql, { role: 'visitor', isActive: false })
      for (const profileId of [colleague, gone, newId()]) {
        const link = { ...newLink(), profileId }
        await createVerificationToken(db(), link)
        expect(await findLinkRequest(db(), link.id)).toMatchObject({ profileId: null })
      }
    })

    it('is worth nothing once it is over, and is forgotten a day later', async () => {
      const [over, old] = [newLink(), newLink()]
      await createVerificationToken(db(), { ...over, expiresAt: inMinutes(-1) })
      await createVerificationToken(db(), { ...old, expiresAt: inMinutes(-25 * 60) })
      expect(await consumeVerificationToken(db(), over)).toBeNull()
      expect(await findLinkRequest(db(), over.id)).toBeNull()
      await createVerificationToken(db(), newLink())
      const left = await both.sql`select id from public.verification_tokens where id in (${over.id}, ${old.id})`
      expect(left.map(({ id }) => id)).toEqual([over.id])
    })
  })

  describe('a second factor', () => {
    const given = async () => {
      const userId = await givenPerson(both.sql)
      const secret = `v1.${hash()}`
      await beginTotp(db(), userId, secret)
      const codeHashes = [hash(), hash()]
      await confirmTotp(db(), { userId, secret, step: 100, codeHashes, jobs: [], audit: null })
      return { userId, secret, codeHashes }
    }

    it('is asked for from its confirmation on, and not replaced then', async () => {
      const userId = await givenPerson(both.sql)
      const [first, secret] = [`v1.${hash()}`, `v1.${hash()}`]
      expect(await findTotp(db(), userId)).toBeNull()
      expect(await beginTotp(db(), userId, first)).toBe(true)
      expect(await beginTotp(db(), userId, secret)).toBe(true)
      expect(await takeTotpStep(db(), { userId, secret, step: 1 })).toBe(false)
      const confirm = (text: string) =>
        confirmTotp(db(), { userId, secret: text, step: 1, codeHashes: [], jobs: [], audit: null })
      expect(await confirm(first)).toBe(false)
      expect(await confirm(secret)).toBe(true)
      expect(await confirm(secret)).toBe(false)
      expect(await beginTotp(db(), userId, first)).toBe(false)
      expect(await findTotp(db(), userId)).toMatchObject({ secret, enabledAt: expect.any(String) })
    })

    it('takes each step once, by one of many, and none before the latest', async () => {
      const factor = await given()
      const take = (step: number) => takeTotpStep(db(), { ...factor, step })
      expect(await take(100)).toBe(false)
      const taken = await Promise.all(Array.from({ length: 10 }, () => take(102)))
      expect(taken.filter(Boolean)).toHaveLength(1)
      expect(await take(101)).toBe(false)
      expect(await take(103)).toBe(true)
    })

    it('takes a recovery code once, by one of many, and none of those before the last', async () => {
      const { userId, codeHashes } = await given()
      const [codeHash = '', other = ''] = codeHashes
      const take = (code: string) => takeRecoveryCode(db(), { userId, codeHash: code, audit: null })
      const taken = await Promise.all(Array.from({ length: 10 }, () => take(codeHash)))
      expect(taken.filter(Boolean)).toHaveLength(1)
      expect(await replaceRecoveryCodes(db(), { userId, codeHashes: [hash()], audit: null })).toBe(true)
      expect(await take(other)).toBe(false)
      expect(await findTotp(db(), userId)).toMatchObject({ recoveryCodesLeft: 1 })
    })

    it('leaves nothing behind when it is switched off', async () => {
      const { userId } = await given()
      expect(await disableTotp(db(), { userId, jobs: [], audit: null })).toBe(true)
      expect(await disableTotp(db(), { userId, jobs: [], audit: null })).toBe(false)
      expect(await both.sql`select 1 from public.recovery_codes where profile_id = ${userId}`).toHaveLength(0)
      expect(await replaceRecoveryCodes(db(), { userId, codeHashes: [hash()], audit: null })).toBe(false)
    })
  })
})
