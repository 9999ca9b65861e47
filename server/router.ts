import { agentsRouter } from './features/agents/agents.router.ts'
import { productsRouter } from './features/catalogue/products.router.ts'
import { cacheRouter } from './features/console/cache.router.ts'
import { conversationsRouter } from './features/conversations/conversations.router.ts'
import { inboxRouter } from './features/inbox/inbox.router.ts'
import { messagesRouter } from './features/messages/messages.router.ts'
import { notificationsRouter } from './features/notifications/notifications.router.ts'
import { authRouter } from './features/sign-in/auth.router.ts'
import { viewerRouter } from './features/viewer/viewer.router.ts'
import { router } from './trpc/init.ts'

export const appRouter = router({
  products: productsRouter,
  agents: agentsRouter,
  conversations: conversationsRouter,
  messages: messagesRouter,
  inbox: inboxRouter,
  notifications: notificationsRouter,
  viewer: viewerRouter,
  auth: authRouter,
  cache: cacheRouter,
})

export type AppRouter = typeof appRouter
