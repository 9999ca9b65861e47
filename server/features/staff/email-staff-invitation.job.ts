import { findInvitation } from '#db/queries/staff.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { deriveLinkToken } from '../../auth/link-token.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import { sendMail } from '../mail/send-mail.ts'

type Handler = JobHandler<'email-staff-invitation', Services>

/** Ends quietly when the invitation was accepted or cancelled, or a later one took its place. */
export const emailStaffInvitation: Handler = async ({ jobId, payload: { requestId }, services, log, signal }) => {
  const invitation = await findInvitation(services.db, requestId)
  if (!invitation) return log.info('the invitation cannot be used any more: no mail')
  const { email, name, role, endsAt } = invitation
  await sendMail(services, {
    ...{ jobId, log, signal, kind: 'staff-invitation', to: email, locale: defaultLocale },
    data: { name, role, endsAt, token: deriveLinkToken(services.env.AUTH_SECRET, requestId) },
    replyTo: services.env.FIRM_EMAIL,
  })
}
