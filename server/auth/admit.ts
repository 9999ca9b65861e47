import { findPersonByAccount, findPersonByEmail, type Person, type ProviderAccount } from '#db/queries/accounts.ts'
import type { AuditEntry } from '#db/queries/json.ts'
import { acceptInvitation } from '#db/queries/staff.ts'
import type { ConsumedLink } from '#db/queries/verification-tokens.ts'
import { isStaff } from '../contracts/roles.ts'
import type { Services } from '../services.ts'
import type { AuthVisit } from './auth-visit.ts'
import { confirmVisitor } from './confirm-visitor.ts'

export type AdmitServices = Pick<Services, 'db' | 'sessions' | 'pubsub' | 'keys' | 'cache'>
export type Admitted = Pick<Person, 'id' | 'role'>

/** Not by whom it is done: that is found out here. */
type AnonymousAudit = Omit<AuditEntry, 'actorId'>

interface UsedLink {
  readonly link: ConsumedLink
  readonly browser: AuthVisit['browser']
  readonly audit: AnonymousAudit
}

/**
 * Who may come in by a link that was mailed to an address and has come back: the member of staff of that address, else
 * whoever is invited there, else the visitor or client who left it. Null where it is nobody's by now.
 */
export async function admitByLink(
  services: AdmitServices,
  { link, browser = null, audit }: UsedLink,
): Promise<Admitted | null> {
  const email = link.identifier
  const person = await admitStaff(services, email, audit)
  if (person) return person
  return confirmVisitor(services, {
    email,
    askedById: link.profileId,
    browser,
    audit: { ...audit, action: 'visitor.confirm', actorId: null },
  })
}

interface GoogleSignIn {
  readonly account: ProviderAccount
  /** Undefined where Google does not vouch for it. */
  readonly verifiedEmail: string | undefined
  readonly audit: AnonymousAudit
}

/** Staff alone, by the account that was linked at the first time, else by the address that Google has verified. */
export async function admitByGoogle(
  services: AdmitServices,
  { account, verifiedEmail, audit }: GoogleSignIn,
): Promise<Admitted | null> {
  const linked = await findPersonByAccount(services.db, account)
  if (linked) return isStaff(linked.role) ? linked : null
  return verifiedEmail === undefined ? null : admitStaff(services, verifiedEmail, audit)
}

async function admitStaff({ db }: AdmitServices, email: string, audit: AnonymousAudit): Promise<Admitted | null> {
  const person = await findPersonByEmail(db, email)
  if (person && isStaff(person.role)) return person
  return acceptInvitation(db, { email, audit: { ...audit, action: 'staff.accept-invitation', actorId: null } })
}
