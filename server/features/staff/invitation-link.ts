import type { InvitationLink } from '#db/queries/staff.ts'
import { deriveLinkToken, hashLinkToken } from '../../auth/link-token.ts'
import { newId } from '../../contracts/ids.ts'
import type { OutboxJob } from '../../contracts/jobs.ts'
import { invitationLifeMs } from '../../contracts/staff.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import type { Services } from '../../services.ts'

/** A new link, and the job that mails it. The token itself is nowhere: the worker derives it again from the link's id. */
export function newInvitationLink({ env, clock }: Pick<Services, 'env' | 'clock'>): {
  readonly link: InvitationLink
  readonly jobs: readonly OutboxJob[]
} {
  const id = newId()
  const tokenHash = hashLinkToken(deriveLinkToken(env.AUTH_SECRET, id))
  const expiresAt = new Date(clock() + invitationLifeMs).toISOString()
  return { link: { id, tokenHash, expiresAt }, jobs: [outboxJob('email-staff-invitation', { requestId: id })] }
}
