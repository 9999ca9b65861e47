import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { parseJson } from '#server/parse-json.ts'
import type { Delivery } from './deliveries.ts'
import { bearerToken, type ProviderApi, type ProviderRequest, type Reply } from './providers/provider-api.ts'
import type { Fault } from './rules.ts'
import type { SimulatorParts } from './simulator-parts.ts'

export type SimulatorContext = Context<{ Bindings: HttpBindings }>

/** How long Resend and Mercado Pago remember an idempotency key. */
const idempotencyMs = 24 * 60 * 60_000

/** Takes one request to a provider: misbehaves as the rules say, answers as the provider would, records what came. */
export function createIntake(parts: SimulatorParts) {
  return async (c: SimulatorContext, api: ProviderApi): Promise<Response> => {
    const rawBody = await c.req.text()
    const request = readProviderRequest(c, { rawBody, nowMs: parts.clock() })
    const fault = parts.rules.take({ provider: api.name, rawBody })
    if (fault.delayMs > 0) await delay(fault.delayMs)
    if (fault.name === 'disconnect') return hangUp(c)
    const reply = fault.name === 'fail' ? recordFailure(parts, { api, request, fault }) : decide(parts, api, request)
    return answer(c, { reply, fault, api })
  }
}

export function readProviderRequest(c: Context, options: { rawBody: string; nowMs: number }): ProviderRequest {
  return {
    method: c.req.method,
    path: c.req.path,
    headers: c.req.header(),
    body: parseJson(options.rawBody),
    origin: new URL(c.req.url).origin,
    nowMs: options.nowMs,
  }
}

export const toResponse = (reply: Reply): Response =>
  Response.json(reply.body, { status: reply.status, headers: { ...reply.headers } })

/** Synchronous from the look-up of the key to the stored line: two requests with one key cannot both be accepted. */
function decide(parts: SimulatorParts, api: ProviderApi, request: ProviderRequest): Reply {
  const refusal = api.refuse(request)
  if (refusal) return recordRefusal(parts, { api, request, reply: refusal })
  const known = findKnown(parts, api, request)
  if (!known) return recordAcceptance(parts, api, request)
  const isReuse = api.rejectReuse && !isDeepStrictEqual(known.request.body, request.body)
  if (isReuse && api.rejectReuse) return recordRefusal(parts, { api, request, reply: api.rejectReuse() })
  parts.store.append({ ...describe(api, request), ...pick(known), outcome: 'replayed', response: known.response })
  return known.response
}

function findKnown(parts: SimulatorParts, api: ProviderApi, request: ProviderRequest): Delivery | undefined {
  const key = readKey(api, request)
  const known = key === null ? undefined : parts.store.findByIdempotencyKey(readAccount(request), key)
  return known && request.nowMs - Date.parse(known.receivedAt) < idempotencyMs ? known : undefined
}

function recordAcceptance(parts: SimulatorParts, api: ProviderApi, request: ProviderRequest): Reply {
  const { id, kind, summary, reply } = api.accept(request)
  const response = { status: reply.status, body: reply.body }
  parts.store.append({ ...describe(api, request), id, kind, summary, outcome: 'accepted', response })
  return reply
}

function recordRefusal(
  parts: SimulatorParts,
  refused: { api: ProviderApi; request: ProviderRequest; reply: Reply },
): Reply {
  const { api, request, reply } = refused
  const summary = { title: `${request.method} ${request.path}`, to: '', preview: `Respondido com ${reply.status}` }
  const response = { status: reply.status, body: reply.body }
  parts.store.append({ ...describe(api, request), id: '', kind: 'request', summary, outcome: 'refused', response })
  return reply
}

function recordFailure(
  parts: SimulatorParts,
  failed: { api: ProviderApi; request: ProviderRequest; fault: Fault },
): Reply {
  const { status, retryAfterSeconds } = failed.fault
  const reply = { ...failed.api.fail(status), ...retryHeaders(retryAfterSeconds) }
  return recordRefusal(parts, { ...failed, reply })
}

const retryHeaders = (seconds: number | undefined) =>
  seconds === undefined ? {} : { headers: { 'retry-after': String(seconds) } }

async function answer(c: SimulatorContext, given: { reply: Reply; fault: Fault; api: ProviderApi }): Promise<Response> {
  const { reply, fault, api } = given
  if (fault.name === 'acceptThenTimeout') return waitForHangUp(c)
  if (fault.name === 'answerTwice') return sendTwice(c, reply)
  return toResponse(fault.name === 'acceptThenFail' ? api.fail(fault.status) : reply)
}

function hangUp(c: SimulatorContext): Response {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

async function waitForHangUp(c: SimulatorContext): Promise<Response> {
  const { socket } = c.env.incoming
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve))
  return RESPONSE_ALREADY_SENT
}

/** The second answer comes in one packet with the first: a client must neither take it for another request's nor fail. */
function sendTwice(c: SimulatorContext, reply: Reply): Response {
  const body = JSON.stringify(reply.body)
  const head = `HTTP/1.1 ${reply.status} OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`
  const answer = `${head}\r\n\r\n${body}`
  c.env.incoming.socket.end(answer + answer)
  return RESPONSE_ALREADY_SENT
}

const describe = (api: ProviderApi, request: ProviderRequest) => ({
  provider: api.name,
  receivedAt: new Date(request.nowMs).toISOString(),
  account: readAccount(request),
  idempotencyKey: readKey(api, request),
  request: {
    method: request.method,
    path: request.path,
    headers: maskAuthorization(request.headers),
    body: request.body ?? null,
  },
})

const pick = ({ id, kind, summary }: Delivery) => ({ id, kind, summary })

const readKey = (api: ProviderApi, request: ProviderRequest): string | null =>
  (api.idempotencyHeader && request.headers[api.idempotencyHeader]) || null

const readAccount = (request: ProviderRequest): string =>
  createHash('sha256')
    .update(bearerToken(request) ?? '')
    .digest('hex')
    .slice(0, 12)

const maskAuthorization = ({ authorization, ...rest }: Readonly<Record<string, string>>): Record<string, string> =>
  authorization === undefined ? rest : { ...rest, authorization: `${authorization.slice(0, 10)}…` }
