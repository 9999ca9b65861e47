import { readConversationForMail } from '#db/queries/mail.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { sendMail } from '../mail/send-mail.ts'

type Handler = JobHandler<'email-visitor-new-conversation', Services>

/** Ends quietly when no address was left or the conversation was erased. */
export const emailVisitorNewConversation: Handler = async ({ jobId, payload, services, log, signal }) => {
  const conversation = await readConversationForMail(services.db, payload.conversationId)
  if (!conversation || conversation.visitorEmail === null) return log.debug('no address: no mail')
  const { conversationId, locale, visitorEmail } = conversation
  await sendMail(services, {
    ...{ jobId, log, signal, conversationId, locale },
    kind: 'visitor-new-conversation',
    data: conversation,
    to: visitorEmail,
    replyTo: services.env.FIRM_EMAIL,
  })
}
