import { readConversationForMail } from '#db/queries/mail.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { sendMail } from '../mail/send-mail.ts'

type Handler = JobHandler<'email-firm-new-conversation', Services>

/** Replies go straight to the visitor where there is an address. Ends quietly when the conversation was erased. */
export const emailFirmNewConversation: Handler = async ({ jobId, payload, services, log, signal }) => {
  const conversation = await readConversationForMail(services.db, payload.conversationId)
  if (!conversation) return log.info('the conversation is gone: no mail')
  const { conversationId, locale, visitorEmail } = conversation
  await sendMail(services, {
    ...{ jobId, log, signal, conversationId, locale },
    kind: 'firm-new-conversation',
    data: conversation,
    to: services.env.FIRM_EMAIL,
    replyTo: visitorEmail ?? undefined,
  })
}
