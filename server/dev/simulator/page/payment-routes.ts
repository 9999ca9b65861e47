import { Hono } from 'hono'
import { z } from 'zod'
import { createDrafts } from '../events/create-drafts.ts'
import type { Payment } from '../payment.ts'
import { readPreference } from '../payment-book.ts'
import type { SimulatorParts } from '../simulator-parts.ts'
import { pageHeaders } from './layout.ts'
import { type Offer, type PaymentsModel, renderCheckout, renderPayments } from './payment-views.ts'

const charge = z.object({
  provider: z.enum(['mercado-pago', 'asaas', 'stripe']),
  action: z.string(),
  externalReference: z.string(),
  amount: z.string(),
})

/** Paying, refusing and refunding as the client, the card or the firm would. */
export function createPaymentRoutes(parts: SimulatorParts) {
  const app = new Hono()
  app.get('/payments', pageHeaders, (c) => c.html(renderPayments(buildModel(parts, undefined))))
  app.post('/payments', pageHeaders, async (c) => {
    const form = charge.parse(await c.req.parseBody())
    const { provider, ...input } = form
    const made = createDrafts(parts, provider, provider === 'mercado-pago' ? toMercadoPago(input) : input)
    if (!made.ok) return c.html(renderPayments(buildModel(parts, made.error)), 400)
    parts.emitter.emit(made.drafts)
    return c.redirect(provider === 'mercado-pago' ? '/payments' : `/webhooks?provider=${provider}`, 303)
  })
  app.get('/pay/:id', pageHeaders, (c) => {
    const id = c.req.param('id')
    const [offer, payment] = [findOffer(parts, id), parts.payments.find(id)]
    if (!offer && !payment) return c.redirect('/payments')
    return c.html(renderCheckout({ offer, payment, backUrl: findBackUrl(parts, id, payment) }))
  })
  app.post('/pay/:id', async (c) => {
    const id = c.req.param('id')
    const { action } = await c.req.parseBody()
    const which = parts.payments.find(id) ? { paymentId: id } : { preferenceId: id }
    const made = createDrafts(parts, 'mercado-pago', { action, ...which })
    if (!made.ok) return c.redirect('/payments', 303)
    const [event] = parts.emitter.emit(made.drafts)
    return c.redirect(event ? `/pay/${event.subject}` : '/payments', 303)
  })
  return app
}

/** The form's words for what happened, in Mercado Pago's. */
function toMercadoPago(input: { action: string }) {
  const actions: Record<string, string> = { failed: 'rejected', overdue: 'canceled' }
  return { ...input, action: actions[input.action] ?? input.action }
}

function findOffer(parts: SimulatorParts, id: string): Offer | undefined {
  const asked = readPreference(parts.store, id)
  return asked && { id, title: asked.title, amount: asked.amount, reference: asked.reference }
}

const withBackUrls = z.object({ back_urls: z.object({ success: z.url({ protocol: /^https?$/ }) }) })

/** Of the preference, or of the one that a payment was made of. */
function findBackUrl({ store }: SimulatorParts, id: string, payment: Payment | undefined): string | undefined {
  const entry = store.findById('mercado-pago', String(payment?.preference_id ?? id))
  const parsed = withBackUrls.safeParse(entry?.request.body)
  return parsed.success ? parsed.data.back_urls.success : undefined
}

const shownAtMost = 100

function buildModel(parts: SimulatorParts, problem: string | undefined): PaymentsModel {
  const payments = parts.payments.list()
  const paid = new Set(payments.map((payment) => String(payment.preference_id)))
  const offers = parts.store
    .list({ provider: 'mercado-pago', outcome: 'accepted' })
    .filter(({ kind, id }) => kind === 'preference' && !paid.has(id))
    .flatMap(({ id }) => findOffer(parts, id) ?? [])
    .reverse()
  return { offers: offers.slice(0, shownAtMost), payments: payments.slice(0, shownAtMost), problem }
}
