import { Webhook } from 'standardwebhooks'
import { isSameSignature, type VerifySignature, verdictOn } from './signature.ts'

/**
 * Svix: `svix-signature` holds one or more `v1,<base64>`, separated by spaces, of "svix-id.svix-timestamp.body".
 * The library signs; its own `verify` reads the clock of the machine, which a test cannot move.
 * https://resend.com/docs/webhooks/verify-webhooks-requests
 */
export const verifyResend: VerifySignature = ({ headers, rawBody, nowMs }, secret) => {
  const { 'svix-id': id, 'svix-timestamp': seconds, 'svix-signature': given = '' } = headers
  if (!id || !/^\d{1,12}$/.test(seconds ?? '')) return 'forged'
  const signedAtMs = Number(seconds) * 1_000
  const expected = new Webhook(secret).sign(id, new Date(signedAtMs), rawBody)
  // All of them are compared, so that the time taken does not tell which was nearly right.
  const matches = given.split(' ').filter((signature) => isSameSignature(signature, expected))
  return matches.length > 0 ? verdictOn(signedAtMs, nowMs) : 'forged'
}
