import { z } from 'zod'
import { uuid } from '#server/contracts/ids.ts'
import { role } from '#server/contracts/roles.ts'
import type { Failure } from '#src/trpc/failure.ts'

const devAccount = z.object({ id: uuid, name: z.string(), role })
export type DevAccount = z.infer<typeof devAccount>

/** Carries what the person should read; thrown by both calls. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(`Sign-in failed: ${failure.kind}`)
    this.failure = failure
  }
}

/** The sample accounts; null where development sign-in is off. */
export async function fetchDevAccounts(): Promise<readonly DevAccount[] | null> {
  const response = await request('/api/auth/dev-accounts')
  if (response.status === 404) return null
  if (!response.ok) throw new SignInError(readResponse(response))
  return z.array(devAccount).parse(await response.json())
}

/** The answer sets the session cookie. */
export async function postDevSignIn(profileId: string): Promise<void> {
  const response = await request('/api/auth/dev-sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ profileId }),
  })
  if (!response.ok) throw new SignInError(readResponse(response))
}

export const readSignInFailure = (error: unknown): Failure =>
  error instanceof SignInError ? error.failure : { kind: 'unexpected' }

async function request(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new SignInError({ kind: 'offline' })
  }
}

function readResponse({ status, headers }: Response): Failure {
  const retryAfterMs = Number(headers.get('retry-after') ?? Number.NaN) * 1_000
  if (status === 429) return { kind: 'limited', retryAfterMs: Number.isFinite(retryAfterMs) ? retryAfterMs : 60_000 }
  if (status === 503) {
    return { kind: 'unavailable', retryAfterMs: Number.isFinite(retryAfterMs) ? retryAfterMs : undefined }
  }
  return { kind: 'unexpected' }
}
