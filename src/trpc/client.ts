import { createTRPCNext } from '@trpc/next'
import superjson from 'superjson'
import type { AppRouter } from '#server/router.ts'
import { frameSession } from './frame-session.ts'
import { createLinks } from './links.ts'
import { recoverByItself, retryTransient } from './retry-policy.ts'

/** Typed hooks of the API. Nothing of a person's session is rendered on the server; their browser asks for it. */
export const trpc = createTRPCNext<AppRouter>({
  ssr: false,
  transformer: superjson,
  config: () => ({
    links: createLinks(frameSession()),
    queryClientConfig: { defaultOptions: { queries: { staleTime: 10_000, ...retryTransient, ...recoverByItself } } },
  }),
})
