import type { NextApiRequest, NextApiResponse } from 'next'
import { appRouter } from '#server/router.ts'
import { answerTrpc } from '#server/trpc/answer-trpc.ts'
import { webContext } from '#src/trpc/server.ts'

export default function trpc(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const path = [request.query.trpc ?? ''].flat().join('/')
  const context = () => webContext(request, response)
  return answerTrpc({ router: appRouter, request, response, path, context })
}
