import { Secret, TOTP } from 'otpauth'

const periodSeconds = 30
/** Of 160 bits, as RFC 4226 recommends. */
const secretBytes = 20

export const createTotpSecret = (): string => new Secret({ size: secretBytes }).base32

/** What an authenticator application reads from the QR code. */
export const totpUri = ({ secret, issuer, label }: { secret: string; issuer: string; label: string }): string =>
  new TOTP({ secret: Secret.fromBase32(secret), issuer, label, period: periodSeconds }).toString()

export const isTotpCode = (typed: string): boolean => /^\d{6}$/.test(typed)

/**
 * The half minute (counted since 1970) whose code this is, of the one at `nowMs` and its two neighbours: clocks of
 * telephones are off, and people type slowly. Undefined for a wrong code.
 */
export function totpStepOf(secret: string, code: string, nowMs: number): number | undefined {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds })
  const delta = totp.validate({ token: code, timestamp: nowMs, window: 1 })
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / periodSeconds) + delta
}
