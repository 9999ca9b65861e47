import type { NextApiHandler, NextApiRequest } from 'next'
import { isAllowedOrigin } from '#server/http/allowed-origin.ts'
import { answerRest } from '#server/rest/answer-rest.ts'
import type { RestRoute } from '#server/rest/routes.ts'
import { webContext } from '#src/trpc/server.ts'

/** A Next API route that answers from a procedure. */
export function restHandler(route: RestRoute): NextApiHandler {
  return async (request, response) => {
    const context = webContext(request, response)
    response.setHeader('Cache-Control', 'no-store')
    if (!isMethodOf(route, request)) {
      return response
        .setHeader('Allow', route.method)
        .status(405)
        .json(refusal('METHOD_NOT_SUPPORTED', `Use ${route.method}.`))
    }
    const { origin, host } = request.headers
    if (route.method === 'POST' && !isAllowedOrigin(context.services.env, { origin, host })) {
      return response.status(403).json(refusal('FORBIDDEN', 'This page may not do that.'))
    }
    const input: unknown = route.method === 'GET' ? request.query : request.body
    const answer = await answerRest({ route, context, input })
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
    response.status(answer.status).json(answer.body)
  }
}

const isMethodOf = (route: RestRoute, { method }: NextApiRequest) =>
  method === route.method || (method === 'HEAD' && route.method === 'GET')

const refusal = (code: string, message: string) => ({ error: { code, message } })
