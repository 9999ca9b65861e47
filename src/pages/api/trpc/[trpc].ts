import { createNextApiHandler } from '@trpc/server/adapters/next'
import { appRouter } from '#server/router.ts'
import { httpResponseMeta } from '#server/trpc/response-headers.ts'
import { webContext } from '#src/trpc/server.ts'

export default createNextApiHandler({
  router: appRouter,
  createContext: ({ req, res }) => webContext(req, res),
  responseMeta: httpResponseMeta,
})
