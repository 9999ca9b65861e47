import type { IncomingMessage, ServerResponse } from 'node:http'
import { findForgery } from '../http/forged-request.ts'
import { sendAnswer } from '../http/send-answer.ts'
import type { RequestContext } from '../trpc/context.ts'
import { answerRest, type RestAnswer } from './answer-rest.ts'
import type { RestRoute } from './routes.ts'

interface RestExchange {
  readonly route: RestRoute
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Query parameters and path segments of a GET, the parsed body of a POST. */
  readonly input: unknown
  readonly context: RequestContext
}

/** Answers an HTTP request of a REST route: 405 for other methods, 403 for other sites' pages, else its procedure. */
export async function sendRest({ route, request, response, input, context }: RestExchange): Promise<void> {
  const answer = refusalOf(route, request, context) ?? (await answerRest({ route, context, input }))
  response.statusCode = answer.status
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  sendAnswer({ request, response }, JSON.stringify(answer.body))
}

/** What is refused before any procedure is asked. */
function refusalOf(route: RestRoute, request: IncomingMessage, { services }: RequestContext): RestAnswer | undefined {
  const { method } = request
  if (method !== route.method && !(method === 'HEAD' && route.method === 'GET')) {
    return {
      ...refusal(405, 'METHOD_NOT_SUPPORTED', `Use ${route.method}.`),
      headers: { ...noStore, Allow: route.method },
    }
  }
  const forgery = findForgery(services.env, request)
  return forgery && refusal(forgery.status, forgery.code, forgery.message)
}

const noStore = { 'Cache-Control': 'no-store' }

const refusal = (status: number, code: string, message: string): RestAnswer => ({
  ...{ status, headers: noStore },
  body: { error: { code, message } },
})
