import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AnyRouter, TRPCError } from '@trpc/server'
import { incomingMessageToRequest } from '@trpc/server/adapters/node-http'
import { resolveResponse } from '@trpc/server/http'
import { findForgery } from '../http/forged-request.ts'
import { isPublic, sendAnswer } from '../http/send-answer.ts'
import type { RequestContext } from './context.ts'
import { httpResponseMeta } from './response-headers.ts'

interface TrpcExchange {
  readonly router: AnyRouter
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The procedure's path, or those of a batch, with commas. */
  readonly path: string
  readonly context: () => RequestContext
}

/** Answers a tRPC call over HTTP. tRPC's own adapters write while they go and cannot turn an answer into a 304. */
export async function answerTrpc({ router, request, response, path, context }: TrpcExchange): Promise<void> {
  const req = incomingMessageToRequest(request, response, { maxBodySize: null })
  const answer = await resolveResponse({
    ...{ router, req, path, error: null },
    createContext: async () => refuseForged(request, context()),
    responseMeta: httpResponseMeta,
  })
  response.statusCode = answer.status
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  if (isPublic(answer.headers.get('Cache-Control'))) return sendAnswer({ request, response }, await answer.text())
  await pass(answer, { response, signal: req.signal })
}

/** Before any procedure runs, and in the shape that callers know. */
function refuseForged(request: IncomingMessage, context: RequestContext): RequestContext {
  const { env, log } = context.services
  const forgery = findForgery(env, request)
  if (!forgery) return context
  log.info({ status: forgery.status, origin: request.headers.origin }, "refused what another site's page sent")
  throw new TRPCError(forgery)
}

/** As it comes: it may be a stream. */
async function pass(
  { body }: Response,
  { response, signal }: { readonly response: ServerResponse; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await body?.pipeTo(new WritableStream({ write: (chunk: Uint8Array) => write(response, chunk) }), { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    response.end()
  }
}

async function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  const isTaken = response.write(chunk)
  if ('flush' in response && typeof response.flush === 'function') response.flush()
  if (!isTaken && !response.destroyed) await Promise.race([once(response, 'drain'), once(response, 'close')])
}
