import { readConversationForMail } from '#db/queries/mail.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { readMailContext } from '../mail/mail-context.ts'
import { writeFirmMail } from './email-firm-new-conversation.mail.ts'

type Handler = JobHandler<'email-firm-new-conversation', Services>

/** Replies go straight to the visitor where there is an address. Ends quietly when the conversation was erased. */
export const emailFirmNewConversation: Handler = async ({ jobId, payload, services, log }) => {
  const { env, db, resend } = services
  const conversation = await readConversationForMail(db, payload.conversationId)
  if (!conversation) return log.info('the conversation is gone: no mail')
  const { visitorEmail } = conversation
  await resend.sendEmail(
    {
      from: env.FIRM_FROM,
      to: env.FIRM_EMAIL,
      ...(visitorEmail === null ? {} : { replyTo: visitorEmail }),
      ...writeFirmMail(conversation, readMailContext(env)),
      tags: { kind: 'firm-new-conversation' },
    },
    { idempotencyKey: jobId },
  )
}
