import type { NextApiHandler } from 'next'
import { addressOf } from '#server/http/address-of.ts'
import { isOwnPage } from '#server/http/allowed-origin.ts'
import { clientAddress } from '#server/http/client-address.ts'
import { vouchedAddressHeader, vouchFor } from '#server/http/vouched-address.ts'
import { proxyStream } from '#server/realtime/sse/proxy-stream.ts'
import { webServices } from '#src/services.ts'

export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } }

/** A conversation's event stream, from the gateway: for browsers that cannot open a WebSocket there. */
const handler: NextApiHandler = (request, response) => {
  const { env } = webServices()
  if (request.method !== 'GET') return void response.setHeader('Allow', 'GET').status(405).end()
  if (!isOwnPage(env, request.headers)) return void response.status(403).end()
  const gatewayUrl = env.GATEWAY_URL ?? `http://127.0.0.1:${env.GATEWAY_PORT}`
  const search = addressOf(request)?.search ?? ''
  const address = vouchFor(clientAddress(request, env.TRUSTED_PROXIES), env.SUPABASE_SERVICE_ROLE_KEY)
  proxyStream({
    request,
    response,
    url: new URL(`/api/chat/stream${search}`, gatewayUrl),
    headers: { [vouchedAddressHeader]: address },
  })
}

export default handler
