import { timingSafeEqual } from 'node:crypto'
import { webhookToleranceMs } from '#server/contracts/webhooks.ts'

/** What a signature covers, as it came over the wire. */
export interface SignedRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  /** The very bytes: parsed and written again, they would not be those that were signed. */
  readonly rawBody: Buffer
  readonly nowMs: number
}

/** `stale`: signed with the secret, but too long ago, or ahead of our clock: a recorded request played again. */
export type SignatureVerdict = 'genuine' | 'forged' | 'stale'

/** Answers the verdict on a request, given the secret agreed with the provider. */
export type VerifySignature = (request: SignedRequest, secret: string) => SignatureVerdict

/** Takes as long for a wrong first letter as for a wrong last one. */
export function isSameSignature(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The verdict on a request whose signature holds. */
export const verdictOn = (signedAtMs: number, nowMs: number): SignatureVerdict =>
  Math.abs(nowMs - signedAtMs) <= webhookToleranceMs ? 'genuine' : 'stale'

/** "t=1,v1=a,v1=b" as {t: ['1'], v1: ['a', 'b']}; what has no "=" is left out. */
export function parseSignatureParts(header: string | undefined): Readonly<Record<string, readonly string[]>> {
  const parts: Record<string, string[]> = Object.create(null)
  for (const part of (header ?? '').split(',')) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(part) ?? []
    if (name !== undefined && value !== undefined) parts[name] = [...(parts[name] ?? []), value]
  }
  return parts
}
