import { z } from 'zod'
import type { Failure } from '#src/trpc/failure.ts'

/** Why a sign-in did not succeed, beside what can befall any call. */
export type SignInRefusal = 'unusable' | 'denied' | 'wrong-code' | 'no-ticket' | 'factor-lost'

/** Carries what the person should read. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly reason: Failure | SignInRefusal

  constructor(reason: Failure | SignInRefusal) {
    super(`Sign-in failed: ${typeof reason === 'string' ? reason : reason.kind}`)
    this.reason = reason
  }
}

export const readSignInFailure = (error: unknown): Failure | SignInRefusal =>
  error instanceof SignInError ? error.reason : { kind: 'unexpected' }

interface LinkRequest {
  readonly email: string
  readonly callbackUrl: string | undefined
  /** Of the mail. */
  readonly locale: string
}

/** Asks for a link by mail. Succeeds whether anybody has that address or not. */
export async function requestLink({ email, callbackUrl, locale }: LinkRequest): Promise<void> {
  await postForm('/api/auth/signin/email', { email, callbackUrl, locale })
}

const linkFacts = z.object({
  /** Whose address the link is of; masked. */
  email: z.string(),
  /** What the visitor of this browser wrote here does not come along. */
  leavesConversation: z.boolean(),
})

/** What using a link up would mean; uses nothing up. */
export async function readLinkFacts(token: string): Promise<z.infer<typeof linkFacts>> {
  const response = await accepted(await postJson('/api/auth/link', { token }))
  const answer: unknown = await response.json()
  const facts = linkFacts.safeParse(answer)
  if (facts.success) return facts.data
  const error = refusalIn(answer)
  throw new SignInError(error === null ? { kind: 'unexpected' } : refusalOf(error))
}

/** Uses a link up. @returns where to go: the panel, or the page that asks for the second factor. */
export const confirmLink = (token: string, callbackUrl: string | undefined): Promise<string> =>
  postForm('/api/auth/callback/email', { token, callbackUrl })

/** @returns Google's page. */
export const startGoogle = (callbackUrl: string | undefined): Promise<string> =>
  postForm('/api/auth/signin/google', { callbackUrl })

/** A code of the app, or one of the recovery codes. @returns where to go. */
export async function sendSecondFactor(code: string): Promise<string> {
  const response = await postJson('/api/auth/second-factor', { code })
  if (response.status === 400) throw new SignInError('wrong-code')
  if (response.status === 401 || response.status === 410) throw new SignInError('no-ticket')
  if (response.status === 409) throw new SignInError('factor-lost')
  return destination(await accepted(response))
}

/** NextAuth's own way: a token of the browser's against other sites' forms, and an address as the answer. */
async function postForm(path: string, fields: Readonly<Record<string, string | undefined>>): Promise<string> {
  const csrf = await accepted(await request('/api/auth/csrf'))
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json())
  const body = new URLSearchParams({ csrfToken, json: 'true' })
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.set(name, value)
  return destination(await accepted(await request(path, { method: 'POST', body })))
}

const postJson = (path: string, body: object): Promise<Response> =>
  request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function destination(response: Response): Promise<string> {
  const { url } = z.object({ url: z.string() }).parse(await response.json())
  const error = new URL(url, window.location.origin).searchParams.get('error')
  if (error !== null) throw new SignInError(refusalOf(error))
  return url
}

function refusalOf(code: string): Failure | SignInRefusal {
  if (code === 'Verification') return 'unusable'
  if (code === 'AccessDenied') return 'denied'
  return code === 'Unavailable' ? { kind: 'unavailable', retryAfterMs: undefined } : { kind: 'unexpected' }
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new SignInError({ kind: 'offline' })
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined
  if (response.status === 429) throw new SignInError({ kind: 'limited', retryAfterMs: retryAfterMs ?? 60_000 })
  if (response.status >= 502) throw new SignInError({ kind: 'unavailable', retryAfterMs })
  const error = refusalIn(await response.json().catch(() => undefined))
  throw new SignInError(error === null ? { kind: 'unexpected' } : refusalOf(error))
}

/** NextAuth answers a refusal with an address that names it. */
function refusalIn(answer: unknown): string | null {
  const named = z.object({ url: z.string() }).safeParse(answer)
  return named.success ? new URL(named.data.url, window.location.origin).searchParams.get('error') : null
}
