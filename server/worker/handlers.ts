import type { JobHandlers } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'

/** Loaded when the first job of the kind runs. A job of the contract without a line here does not compile. */
export const handlers: JobHandlers<Services> = {
  'email-firm-new-conversation': async () =>
    (await import('#server/features/conversations/email-firm-new-conversation.job.ts')).emailFirmNewConversation,
  'email-visitor-new-conversation': async () =>
    (await import('#server/features/conversations/email-visitor-new-conversation.job.ts')).emailVisitorNewConversation,
  'notify-new-message': async () =>
    (await import('#server/features/messages/notify-new-message.job.ts')).notifyNewMessage,
}
