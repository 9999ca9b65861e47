import { createHmac, timingSafeEqual } from 'node:crypto'

/** The header in which one of our servers tells another who it asks for. */
export const vouchedAddressHeader = 'x-plantao-client'

const validMs = 60_000

/**
 * A client's address, signed with a secret that only our servers have: whoever is asked by web on behalf of a browser
 * counts the browser, and nobody else can choose as whom to be counted.
 */
export function vouchFor(address: string, secret: string, nowMs = Date.now()): string {
  return `${address} ${nowMs} ${sign(`${address} ${nowMs}`, secret)}`
}

/** The address, or undefined for a header that none of our servers wrote within the last minute. */
export function readVouched(header: unknown, secret: string, nowMs = Date.now()): string | undefined {
  const [address, atMs, signature, ...rest] = typeof header === 'string' ? header.split(' ') : []
  if (address === undefined || atMs === undefined || signature === undefined || rest.length > 0) return undefined
  const isFresh = Math.abs(nowMs - Number(atMs)) <= validMs
  return isFresh && isSame(signature, sign(`${address} ${atMs}`, secret)) ? address : undefined
}

const sign = (text: string, secret: string): string =>
  createHmac('sha256', secret).update(`client-address ${text}`).digest('base64url')

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
