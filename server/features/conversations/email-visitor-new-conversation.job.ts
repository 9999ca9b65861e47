import { readConversationForMail } from '#db/queries/mail.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { readMailContext } from '../mail/mail-context.ts'
import { writeVisitorMail } from './email-visitor-new-conversation.mail.ts'

type Handler = JobHandler<'email-visitor-new-conversation', Services>

/** Ends quietly when no address was left or the conversation was erased. */
export const emailVisitorNewConversation: Handler = async ({ jobId, payload, services, log }) => {
  const { env, db, resend } = services
  const conversation = await readConversationForMail(db, payload.conversationId)
  if (!conversation || conversation.visitorEmail === null) return log.debug('no address: no mail')
  await resend.sendEmail(
    {
      from: env.FIRM_FROM,
      to: conversation.visitorEmail,
      replyTo: env.FIRM_EMAIL,
      ...writeVisitorMail(conversation, readMailContext(env)),
      tags: { kind: 'visitor-new-conversation' },
    },
    { idempotencyKey: jobId },
  )
}
