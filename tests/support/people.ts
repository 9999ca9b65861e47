import { newId } from '#server/contracts/ids.ts'
import type { Role } from '#server/contracts/roles.ts'
import type { BothWays } from './both-ways.ts'

interface NewPerson {
  readonly name?: string
  readonly role?: Role
  readonly isActive?: boolean
}

/** A profile with an id of its own; answers the id. */
export async function givenPerson(sql: BothWays['sql'], person: NewPerson = {}): Promise<string> {
  const { name = 'Ana Nova', role = 'attendant', isActive = true } = person
  const id = newId()
  await sql`
    insert into public.profiles (id, role, name, email, is_active)
    values (${id}, ${role}, ${name}, ${`${id}@garcezpalha.example`}, ${isActive})`
  return id
}
