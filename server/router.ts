import { accountRouter } from './features/account/account.router.ts'
import { agentsRouter } from './features/agents/agents.router.ts'
import { auditRouter } from './features/audit/audit.router.ts'
import { productsRouter } from './features/catalogue/products.router.ts'
import { alertsRouter } from './features/console/alerts.router.ts'
import { cacheRouter } from './features/console/cache.router.ts'
import { jobsRouter } from './features/console/jobs.router.ts'
import { conversationsRouter } from './features/conversations/conversations.router.ts'
import { inboxRouter } from './features/inbox/inbox.router.ts'
import { mailRouter } from './features/mail/mail.router.ts'
import { messagesRouter } from './features/messages/messages.router.ts'
import { notificationsRouter } from './features/notifications/notifications.router.ts'
import { outgoingWebhooksRouter } from './features/outgoing-webhooks/outgoing-webhooks.router.ts'
import { paymentsRouter } from './features/payments/payments.router.ts'
import { privacyRouter } from './features/privacy/privacy.router.ts'
import { authRouter } from './features/sign-in/auth.router.ts'
import { staffRouter } from './features/staff/staff.router.ts'
import { viewerRouter } from './features/viewer/viewer.router.ts'
import { visitorsRouter } from './features/visitors/visitors.router.ts'
import { inboundWebhooksRouter } from './features/webhooks/inbound-webhooks.router.ts'
import { whatsappRouter } from './features/whatsapp/whatsapp.router.ts'
import { router } from './trpc/init.ts'

export const appRouter = router({
  products: productsRouter,
  agents: agentsRouter,
  conversations: conversationsRouter,
  messages: messagesRouter,
  inbox: inboxRouter,
  notifications: notificationsRouter,
  payments: paymentsRouter,
  privacy: privacyRouter,
  inboundWebhooks: inboundWebhooksRouter,
  viewer: viewerRouter,
  visitors: visitorsRouter,
  auth: authRouter,
  account: accountRouter,
  staff: staffRouter,
  jobs: jobsRouter,
  alerts: alertsRouter,
  audit: auditRouter,
  mail: mailRouter,
  cache: cacheRouter,
  outgoingWebhooks: outgoingWebhooksRouter,
  whatsapp: whatsappRouter,
})

export type AppRouter = typeof appRouter
