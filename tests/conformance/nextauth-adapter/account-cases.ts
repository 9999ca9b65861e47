import { describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { adapterUser, type StageOf } from './adapter-stage.ts'
import { givenUser } from './people.ts'

/** As NextAuth hands over what Google answered. */
const accountOf = (userId: string, providerAccountId = newId()) => ({
  userId,
  type: 'oauth',
  provider: 'google',
  providerAccountId,
  access_token: `access-${providerAccountId}`,
  refresh_token: `refresh-${providerAccountId}`,
  id_token: `id-${providerAccountId}`,
  expires_at: 1_800_000_000,
  scope: 'openid email profile',
  token_type: 'Bearer',
})

const nameOf = ({ provider, providerAccountId }: ReturnType<typeof accountOf>) => ({ provider, providerAccountId })

/** Accounts with providers, by the contract and beyond it. */
export function accountCases(stage: StageOf): void {
  describe('an account', () => {
    it('leads to the user it was linked to, under its provider alone', async () => {
      const { ask } = stage()
      const user = await givenUser(stage())
      const account = accountOf(user.id)
      await ask('linkAccount', account)
      expect(adapterUser.parse(await ask('getUserByAccount', nameOf(account)))).toEqual(user)
      expect(await ask('getUserByAccount', { ...nameOf(account), provider: 'github' })).toBeNull()
      expect(await ask('getUserByAccount', { ...nameOf(account), providerAccountId: newId() })).toBeNull()
    })

    it('leads nowhere once unlinked, which may be asked twice', async () => {
      const { ask } = stage()
      const account = accountOf((await givenUser(stage())).id)
      await ask('linkAccount', account)
      for (let turn = 0; turn < 2; turn += 1) {
        await ask('unlinkAccount', nameOf(account))
        expect(await ask('getUserByAccount', nameOf(account))).toBeNull()
      }
    })

    it('stays the user’s who had it first, whoever links it later', async () => {
      const { ask } = stage()
      const [first, second] = [await givenUser(stage()), await givenUser(stage())]
      const account = accountOf(first.id)
      await ask('linkAccount', account)
      await Promise.resolve(ask('linkAccount', { ...account, userId: second.id })).catch(() => undefined)
      expect(await ask('getUserByAccount', nameOf(account))).toMatchObject({ id: first.id })
    })

    it('is one however many link it at once', async () => {
      const { ask, sql } = stage()
      const users = await Promise.all(Array.from({ length: 10 }, () => givenUser(stage())))
      const providerAccountId = newId()
      const links = users.map(({ id }) => ask('linkAccount', accountOf(id, providerAccountId)).catch(() => undefined))
      await Promise.all(links)
      const rows = await sql`select profile_id from public.accounts where provider_account_id = ${providerAccountId}`
      expect(rows).toHaveLength(1)
    })

    it('of somebody who was switched off leads to nobody', async () => {
      const { ask, sql } = stage()
      const user = await givenUser(stage())
      const account = accountOf(user.id)
      await ask('linkAccount', account)
      await sql`update public.profiles set is_active = false where id = ${user.id}`
      expect(await ask('getUserByAccount', nameOf(account))).toBeNull()
    })

    it('leaves none of the provider’s tokens behind', async () => {
      const { ask, sql } = stage()
      const account = accountOf((await givenUser(stage())).id)
      await ask('linkAccount', account)
      const [row] = await sql`
        select to_jsonb(a)::text as stored from public.accounts as a
        where provider_account_id = ${account.providerAccountId}`
      for (const token of [account.access_token, account.refresh_token, account.id_token]) {
        expect(row?.stored).not.toContain(token)
      }
    })
  })
}
