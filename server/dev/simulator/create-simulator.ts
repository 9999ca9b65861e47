import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createControlRoutes } from './control-routes.ts'
import { createIntake, readProviderRequest, toResponse } from './intake.ts'
import { createPageRoutes } from './page/page-routes.ts'
import { paymentsApi, preferencesApi, refusePaymentRead, unknownPayment } from './providers/mercado-pago.ts'
import { describeEmail, refuseKey, resendApi, unknownEmail } from './providers/resend.ts'
import { whatsappApi } from './providers/whatsapp.ts'
import type { SimulatorParts } from './simulator-parts.ts'

/** The outside services on one address: their own paths at the root, the simulator's page at `/` and its JSON under `/api`. */
export function createSimulator(parts: SimulatorParts) {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(bodyLimit({ maxSize: 40 * 1024 * 1024 }))
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.route('/', createProviderRoutes(parts))
  app.route('/api', createControlRoutes(parts))
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
    return toResponse(entry ? { status: 200, body: describeEmail(entry) } : unknownEmail())
  })
  app.post('/:version{v[0-9]+\\.[0-9]+}/:phoneNumberId/messages', (c) => take(c, whatsappApi))
  app.post('/v1/payments', (c) => take(c, paymentsApi))
  app.get('/v1/payments/:id', (c) => {
    const refusal = refusePaymentRead(readProviderRequest(c, { rawBody: '', nowMs: parts.clock() }))
    if (refusal) return toResponse(refusal)
    const entry = parts.store.findById('mercado-pago', c.req.param('id'))
    return toResponse(entry ? { status: 200, body: entry.response.body } : unknownPayment())
  })
  app.post('/checkout/preferences', (c) => take(c, preferencesApi))
  return app
}
