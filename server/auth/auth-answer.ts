import type { LimitDecision } from '../contracts/limits.ts'
import type { AppError } from '../errors.ts'
import { limitHeaders, retryHeaders } from '../trpc/response-headers.ts'
import { type CookieToSet, formatCookie } from './auth-cookies.ts'

/** A whole answer, for whatever carries HTTP. */
export interface AuthAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

interface AnswerParts {
  readonly cookies?: readonly (CookieToSet | string)[]
  readonly limits?: readonly LimitDecision[]
  readonly nowMs?: number
  readonly headers?: Readonly<Record<string, string>>
}

export const jsonAnswer = (status: number, body: unknown, parts: AnswerParts = {}): AuthAnswer => ({
  status,
  headers: [['Content-Type', 'application/json; charset=utf-8'], ...commonHeaders(parts)],
  body: JSON.stringify(body),
})

/** 303: whatever was posted, what follows is a GET. */
export const redirectAnswer = (location: string, parts: AnswerParts = {}): AuthAnswer => ({
  status: 303,
  headers: [['Location', location], ...commonHeaders(parts)],
  body: '',
})

const statuses = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
} as const

/** In the words of the REST routes: `{error: {code, message, …details}}`. */
export function refusalAnswer({ code, publicMessage, details }: AppError, parts: AnswerParts = {}): AuthAnswer {
  const limits = details.limit ? [details.limit] : []
  const body = { error: { code, message: publicMessage, ...details } }
  return jsonAnswer(statuses[code], body, { limits, ...parts, headers: retryHeaders(details) })
}

function commonHeaders({ cookies = [], limits = [], nowMs = Date.now(), headers = {} }: AnswerParts) {
  const named = { 'Cache-Control': 'no-store', ...limitHeaders(limits, nowMs), ...headers }
  const set = cookies.map((cookie) => (typeof cookie === 'string' ? cookie : formatCookie(cookie)))
  return [...Object.entries(named), ...set.map((cookie) => ['Set-Cookie', cookie] as const)]
}
