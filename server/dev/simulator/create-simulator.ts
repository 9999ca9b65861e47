import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { createControlRoutes } from './control-routes.ts'
import { createEventRoutes } from './event-routes.ts'
import { createIntake, readProviderRequest, toResponse } from './intake.ts'
import { createPageRoutes } from './page/page-routes.ts'
import { createPaymentRoutes } from './page/payment-routes.ts'
import { createPhoneRoutes } from './page/phone-routes.ts'
import { createWebhookRoutes } from './page/webhook-routes.ts'
import { paymentsApi, preferencesApi, refusePaymentRead, unknownPayment } from './providers/mercado-pago.ts'
import { describeEmail, refuseKey, resendApi, unknownEmail } from './providers/resend.ts'
import { whatsappApi } from './providers/whatsapp.ts'
import type { SimulatorParts } from './simulator-parts.ts'
import { createTemplateRoutes } from './templates/template-routes.ts'

/** The outside services on one address: their own paths at the root, the simulator's page at `/` and its JSON under `/api`. */
export function createSimulator(parts: SimulatorParts) {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(bodyLimit({ maxSize: 40 * 1024 * 1024 }))
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.route('/', createProviderRoutes(parts))
  app.route('/api', createControlRoutes(parts))
  app.route('/api', createEventRoutes(parts))
  app.route('/', createPages(parts))
  return app
}

/** A page of another site may not fill in these forms. */
function createPages(parts: SimulatorParts) {
  const app = new Hono()
  app.use(csrf())
  app.route('/phone', createPhoneRoutes(parts))
  app.route('/templates', createTemplateRoutes())
  app.route('/webhooks', createWebhookRoutes(parts))
  app.route('/', createPaymentRoutes(parts))
  app.route('/', createPageRoutes(parts))
  return app
}

function createProviderRoutes(parts: SimulatorParts) {
  const take = createIntake(parts)
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post('/emails', (c) => take(c, resendApi))
  app.get('/emails/:id', (c) => {
    const refusal = refuseKey(readProviderRequest(c, { rawBody: '', nowMs: parts.clock() }))
    if (refusal) return toResponse(refusal)
    const entry = parts.store.findById('resend', c.req.param('id'))
    return toResponse(
      entry ? { status: 200, body: describeEmail(entry, lastEventOf(parts, entry.id)) } : unknownEmail(),
    )
  })
  app.post('/:version{v[0-9]+\\.[0-9]+}/:phoneNumberId/messages', (c) => take(c, whatsappApi))
  app.post('/v1/payments', (c) => take(c, paymentsApi))
  app.get('/v1/payments/:id', (c) => {
    const refusal = refusePaymentRead(readProviderRequest(c, { rawBody: '', nowMs: parts.clock() }))
    if (refusal) return toResponse(refusal)
    const payment = parts.payments.find(c.req.param('id'))
    return toResponse(payment ? { status: 200, body: payment } : unknownPayment())
  })
  app.post('/checkout/preferences', (c) => take(c, preferencesApi))
  return app
}

/** What the webhooks told of the e-mail last; without a site to tell, it counts as delivered. */
function lastEventOf({ events }: SimulatorParts, emailId: string): string {
  const kind = events.list({ provider: 'resend', subject: emailId }).at(-1)?.kind
  return kind?.replace('email.', '') ?? 'delivered'
}
