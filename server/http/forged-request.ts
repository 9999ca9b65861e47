import type { IncomingHttpHeaders } from 'node:http'
import type { Env } from '../env.ts'
import { isOwnPage } from './allowed-origin.ts'
import { readCredentials } from './session-cookie.ts'

export interface ForgeableRequest {
  readonly method?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** Bodies that a route reads: a `form` may be JSON as well. */
export type AcceptedBody = 'json' | 'form'

/** Why a request is refused, its status, and what the caller is told. */
export interface Forgery {
  readonly status: 403 | 415
  readonly code: 'FORBIDDEN' | 'UNSUPPORTED_MEDIA_TYPE'
  readonly message: string
}

/**
 * Cross-site request forgery: a browser adds our cookie to whatever another site's page sends here. What changes
 * something is taken from our own pages alone, and in a body that no form of another site can send without asking
 * first. `Authorization: Bearer` is put there by whoever holds the token, and makes the cookie count for nothing.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function findForgery(env: Env, request: ForgeableRequest, accepts: AcceptedBody = 'json'): Forgery | undefined {
  const { method = 'GET', headers } = request
  if (/^(GET|HEAD|OPTIONS)$/.test(method) || readCredentials(env, headers)?.by === 'bearer') return undefined
  if (!isOwnPage(env, headers)) return foreignPage
  return hasBody(headers) && !bodyTypes[accepts].includes(mediaTypeOf(headers)) ? foreignBody : undefined
}

const foreignPage: Forgery = { status: 403, code: 'FORBIDDEN', message: 'This page may not do that.' }
const foreignBody: Forgery = {
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: 'Send it as application/json.',
}

const bodyTypes: Readonly<Record<AcceptedBody, readonly string[]>> = {
  json: ['application/json'],
  form: ['application/json', 'application/x-www-form-urlencoded'],
}

/** RFC 9112 §6: a request without either header has no body. */
const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const mediaTypeOf = (headers: IncomingHttpHeaders): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
