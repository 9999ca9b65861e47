import type { IncomingMessage } from 'node:http'
import type { AddressedRequest } from './client-address.ts'

/** The request with the headers that came over the wire: Next adds `X-Forwarded-*` where the client sent none. */
export function asSent({ rawHeaders, socket }: IncomingMessage): AddressedRequest {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  const headers = Object.fromEntries(names.map((name, index) => [name.toLowerCase(), rawHeaders[2 * index + 1]]))
  return { headers, socket }
}
