import type { ConversationForMail } from '#db/queries/mail.ts'
import type { MailKind } from '../../contracts/mail.ts'
import type { MailTemplate } from './mail.ts'
import { firmNewConversation } from './templates/firm-new-conversation.mail.ts'
import { firmPaymentReceived } from './templates/firm-payment-received.mail.ts'
import { type AlertForMail, operatorAlert } from './templates/operator-alert.mail.ts'
import type { PaymentForMail } from './templates/payment-received.ts'
import { type SignInLinkForMail, signInLink } from './templates/sign-in-link.mail.ts'
import { type StaffInvitationForMail, staffInvitation } from './templates/staff-invitation.mail.ts'
import { visitorNewConversation } from './templates/visitor-new-conversation.mail.ts'
import { visitorPaymentReceived } from './templates/visitor-payment-received.mail.ts'
import { type DisabledEndpointForMail, webhookEndpointDisabled } from './templates/webhook-endpoint-disabled.mail.ts'

/** What each mail tells of. */
export interface MailData extends Readonly<Record<MailKind, object>> {
  readonly 'firm-new-conversation': ConversationForMail
  readonly 'visitor-new-conversation': ConversationForMail
  readonly 'visitor-payment-received': PaymentForMail
  readonly 'firm-payment-received': PaymentForMail
  readonly 'operator-alert': AlertForMail
  readonly 'staff-invitation': StaffInvitationForMail
  readonly 'webhook-endpoint-disabled': DisabledEndpointForMail
  readonly 'sign-in-link': SignInLinkForMail
}

/** A kind without its template does not compile; nor does one without an example in the simulator's preview. */
export const mailTemplates: { readonly [K in MailKind]: MailTemplate<MailData[K]> } = {
  'firm-new-conversation': firmNewConversation,
  'visitor-new-conversation': visitorNewConversation,
  'visitor-payment-received': visitorPaymentReceived,
  'firm-payment-received': firmPaymentReceived,
  'operator-alert': operatorAlert,
  'staff-invitation': staffInvitation,
  'webhook-endpoint-disabled': webhookEndpointDisabled,
  'sign-in-link': signInLink,
}
