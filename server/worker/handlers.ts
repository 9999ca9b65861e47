import type { JobHandlers } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'

/** Loaded when the first job of the kind runs. A job of the contract without a line here does not compile. */
export const handlers: JobHandlers<Services> = {
  'evaluate-alerts': async () => (await import('#server/features/console/evaluate-alerts.job.ts')).evaluateAlerts,
  'email-operator-alert': async () =>
    (await import('#server/features/console/email-operator-alert.job.ts')).emailOperatorAlert,
  'email-firm-new-conversation': async () =>
    (await import('#server/features/conversations/email-firm-new-conversation.job.ts')).emailFirmNewConversation,
  'email-visitor-new-conversation': async () =>
    (await import('#server/features/conversations/email-visitor-new-conversation.job.ts')).emailVisitorNewConversation,
  'email-sign-in-link': async () =>
    (await import('#server/features/sign-in/email-sign-in-link.job.ts')).emailSignInLink,
  'notify-new-message': async () =>
    (await import('#server/features/messages/notify-new-message.job.ts')).notifyNewMessage,
  'process-payment-webhook': async () =>
    (await import('#server/features/webhooks/process-webhook.job.ts')).processWebhook,
  'process-webhook': async () => (await import('#server/features/webhooks/process-webhook.job.ts')).processWebhook,
  'whatsapp-send': async () =>
    (await import('#server/features/whatsapp/send-whatsapp-message.job.ts')).sendWhatsappMessage,
  'emit-webhook': async () => (await import('#server/features/outgoing-webhooks/emit-webhook.job.ts')).emitWebhook,
  'deliver-webhook': async () =>
    (await import('#server/features/outgoing-webhooks/deliver-webhook.job.ts')).deliverWebhook,
  'email-staff-invitation': async () =>
    (await import('#server/features/staff/email-staff-invitation.job.ts')).emailStaffInvitation,
  'settle-staff-change': async () =>
    (await import('#server/features/staff/settle-staff-change.job.ts')).settleStaffChange,
  'end-unfit-sessions': async () =>
    (await import('#server/features/sign-in/end-unfit-sessions.job.ts')).endUnfitSessions,
  'end-sessions': async () => (await import('#server/features/account/end-sessions.job.ts')).endSessions,
  'email-webhook-disabled': async () =>
    (await import('#server/features/outgoing-webhooks/email-webhook-disabled.job.ts')).emailWebhookDisabled,
  'prune-webhook-deliveries': async () =>
    (await import('#server/features/outgoing-webhooks/prune-webhook-deliveries.job.ts')).pruneWebhookLog,
  'email-firm-payment-received': async () =>
    (await import('#server/features/payments/email-payment-received.job.ts')).emailFirmPaymentReceived,
  'email-visitor-payment-received': async () =>
    (await import('#server/features/payments/email-payment-received.job.ts')).emailVisitorPaymentReceived,
  'erase-person': async () => (await import('#server/features/privacy/erase-person.job.ts')).finishErasing,
  'apply-retention': async () => (await import('#server/features/privacy/apply-retention.job.ts')).applyRetentionRules,
  'prune-mail': async () => (await import('#server/features/mail/prune-mail.job.ts')).pruneMail,
  'prune-jobs': async () => (await import('#server/jobs/prune-jobs.job.ts')).pruneJobs,
  'prune-webhooks': async () => (await import('#server/features/webhooks/prune-webhooks.job.ts')).pruneOldWebhooks,
  'send-payment-link': async () => (await import('#server/features/payments/send-payment-link.job.ts')).sendPaymentLink,
}
