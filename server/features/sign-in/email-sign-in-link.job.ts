import { findPersonByEmail } from '#db/queries/accounts.ts'
import { findLinkRequest, type LinkRequest } from '#db/queries/verification-tokens.ts'
import { isKnownVisitor } from '#db/queries/visitors.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { deriveLinkToken } from '../../auth/link-token.ts'
import { isStaff } from '../../contracts/roles.ts'
import { sendMail } from '../mail/send-mail.ts'
import type { SignInLinkForMail } from '../mail/templates/sign-in-link.mail.ts'

type Handler = JobHandler<'email-sign-in-link', Services>

/**
 * Whether the address is anybody's is found out here and nowhere before, so that nothing that a caller sees depends on
 * it. Ends quietly where it is nobody's, and where the link was used or is over.
 */
export const emailSignInLink: Handler = async ({ jobId, payload: { requestId }, services, log, signal }) => {
  const request = await findLinkRequest(services.db, requestId)
  if (!request) return log.info('the link cannot be used any more: no mail')
  const reader = await readerOf(services, request)
  if (!reader) return log.info('nobody has that address: no mail')
  await sendMail(services, {
    ...{ jobId, log, signal, kind: 'sign-in-link', to: request.email, locale: request.locale },
    data: { reader, endsAt: request.expiresAt, token: deriveLinkToken(services.env.AUTH_SECRET, requestId) },
    replyTo: services.env.FIRM_EMAIL,
  })
}

/** Who reads the mail, and so what it is for; undefined where the address is nobody's. */
async function readerOf(
  { db }: Services,
  { email, profileId, isInvited }: LinkRequest,
): Promise<SignInLinkForMail['reader'] | undefined> {
  const person = await findPersonByEmail(db, email)
  if (isInvited || (person && isStaff(person.role))) return 'staff'
  // A visitor who asked for it brings a conversation along, also where the address is a client's already.
  if (person && person.emailConfirmedAt !== null && profileId === null) return 'returning'
  return person || (await isKnownVisitor(db, { email, profileId })) ? 'confirming' : undefined
}
