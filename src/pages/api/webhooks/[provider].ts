import type { NextApiHandler } from 'next'
import { handleWebhook } from '#server/features/webhooks/handle-webhook.ts'
import { webServices } from '#src/services.ts'

/** Signatures cover the very bytes: nothing may parse them before. */
export const config = { api: { bodyParser: false } }

/** Where providers tell us of events: WhatsApp, Resend, Mercado Pago, Asaas and Stripe. */
const handler: NextApiHandler = (request, response) =>
  handleWebhook({ services: webServices(), request, response, provider: String(request.query.provider) })

export default handler
