import type { NextApiHandler } from 'next'
import type { RestRoute } from '#server/rest/routes.ts'
import { sendRest } from '#server/rest/send-rest.ts'
import { webContext } from '#src/trpc/server.ts'

/** A Next API route that answers from a procedure. */
export function restHandler(route: RestRoute): NextApiHandler {
  return (request, response) => {
    const input: unknown = route.method === 'GET' ? request.query : request.body
    return sendRest({ route, request, response, input, context: webContext(request, response) })
  }
}
