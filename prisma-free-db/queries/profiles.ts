import { z } from 'zod'
import { role } from '#server/contracts/roles.ts'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'

const profile = z.object({ id: z.string(), role, name: z.string(), email: z.string().nullable() })
export type Profile = z.infer<typeof profile>

const columns = 'id, role, name, email'

/** An active person; null for one who is not there or was switched off. */
export async function findProfile(db: Db, id: string): Promise<Profile | null> {
  const row = unwrap(await db.rest.from('profiles').select(columns).eq('id', id).eq('is_active', true).maybeSingle())
  return profile.nullable().parse(row)
}

/** The active staff, by name. */
export async function listStaff(db: Db): Promise<Profile[]> {
  const staff = db.rest.from('profiles').select(columns).in('role', ['attendant', 'lawyer', 'admin'])
  return profile.array().parse(unwrap(await staff.eq('is_active', true).order('name')))
}
