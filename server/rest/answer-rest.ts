import { callTRPCProcedure, getTRPCErrorFromUnknown } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { appRouter } from '../router.ts'
import type { RequestContext } from '../trpc/context.ts'
import { errorDetails, publicMessage } from '../trpc/error-shape.ts'
import { answerHeaders, retryHeaders } from '../trpc/response-headers.ts'
import type { RestRoute } from './routes.ts'

interface RestCall {
  readonly route: RestRoute
  readonly context: RequestContext
  /** Query parameters and path segments, or the JSON body; the procedure validates them. */
  readonly input: unknown
}

export interface RestAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  /** The procedure's output as plain JSON, or `{error: {code, message, …details}}`. */
  readonly body: unknown
}

/** Answers a REST call from the procedure that the route names. */
export async function answerRest({ route, context, input }: RestCall): Promise<RestAnswer> {
  try {
    const body = await callTRPCProcedure({
      router: appRouter,
      path: route.procedure,
      getRawInput: async () => input,
      ctx: { ...context, via: 'rest' },
      type: route.method === 'GET' ? 'query' : 'mutation',
      signal: undefined,
      batchIndex: 0,
    })
    return { status: 200, headers: answerHeaders(context, 1), body }
  } catch (cause) {
    return refusal(context, cause)
  }
}

function refusal(context: RequestContext, cause: unknown): RestAnswer {
  const error = getTRPCErrorFromUnknown(cause)
  const details = errorDetails(error)
  return {
    status: getHTTPStatusCodeFromError(error),
    headers: { ...answerHeaders(context, 0), ...retryHeaders(details) },
    body: { error: { code: error.code, message: publicMessage(error), ...details } },
  }
}
