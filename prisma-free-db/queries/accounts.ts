import { z } from 'zod'
import { timestamp, uuid } from '#server/contracts/ids.ts'
import { role } from '#server/contracts/roles.ts'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'
import { isStorableText } from './storable-text.ts'

const person = z.object({
  id: uuid,
  role,
  name: z.string(),
  email: z.string().nullable(),
  /** When they showed that mail to the address reaches them. */
  emailConfirmedAt: timestamp.nullable(),
})
export type Person = z.infer<typeof person>

const columns = 'id, role, name, email, emailConfirmedAt:email_confirmed_at'

/** The active person of an address: staff before clients before visitors who only left it; null where it is nobody's. */
export async function findPersonByEmail(db: Db, email: string): Promise<Person | null> {
  if (!isStorableText(email)) return null
  return person.nullable().parse(await db.call('find_person_by_email', { p_email: email }))
}

/** An account with a provider: its name and the id that it gave the person. */
export interface ProviderAccount {
  readonly provider: string
  readonly providerAccountId: string
}

export async function findPersonByAccount(
  db: Db,
  { provider, providerAccountId }: ProviderAccount,
): Promise<Person | null> {
  if (!isStorableText(provider + providerAccountId)) return null
  const args = { p_provider: provider, p_provider_account_id: providerAccountId }
  return person.nullable().parse(await db.call('find_person_by_account', args))
}

/** An active person. */
export async function findPerson(db: Db, id: string): Promise<Person | null> {
  if (!uuid.safeParse(id).success) return null
  const row = unwrap(await db.rest.from('profiles').select(columns).eq('id', id).eq('is_active', true).maybeSingle())
  return person.nullable().parse(row)
}

export interface PersonChanges {
  readonly name?: string
  readonly email?: string
  readonly emailConfirmedAt?: Date | null
}

/** What a client is stored with, who is nobody's merged visitor and nobody's colleague. */
export async function createClient(
  db: Db,
  { name, email, emailConfirmedAt }: Required<PersonChanges>,
): Promise<Person> {
  const row = { role: 'client', name, email, email_confirmed_at: emailConfirmedAt?.toISOString() ?? null }
  return person.parse(unwrap(await db.rest.from('profiles').insert(row).select(columns).single()))
}

/** The changed person; null where there is none. What is not given stays. */
export async function updatePerson(db: Db, id: string, changes: PersonChanges): Promise<Person | null> {
  const { name, email, emailConfirmedAt } = changes
  const row = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(emailConfirmedAt !== undefined && { email_confirmed_at: emailConfirmedAt?.toISOString() ?? null }),
  }
  if (Object.keys(row).length === 0) return findPerson(db, id)
  const query = db.rest.from('profiles').update(row).eq('id', id).eq('is_active', true)
  return person.nullable().parse(unwrap(await query.select(columns).maybeSingle()))
}

/** Fails where a conversation names them: whoever wrote is erased (docs/privacy.md), not deleted. */
export async function deletePerson(db: Db, id: string): Promise<void> {
  if (uuid.safeParse(id).success) unwrap(await db.rest.from('profiles').delete().eq('id', id))
}

/** An account is one person's: linking it again changes nothing. */
export async function linkAccount(db: Db, account: ProviderAccount & { readonly profileId: string }): Promise<void> {
  const { provider, providerAccountId, profileId } = account
  const row = { provider, provider_account_id: providerAccountId, profile_id: profileId }
  unwrap(await db.rest.from('accounts').upsert(row, { ignoreDuplicates: true }))
}

export async function unlinkAccount(db: Db, { provider, providerAccountId }: ProviderAccount): Promise<void> {
  const query = db.rest.from('accounts').delete().eq('provider', provider)
  unwrap(await query.eq('provider_account_id', providerAccountId))
}
