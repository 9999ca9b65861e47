import { Hono } from 'hono'
import { z } from 'zod'
import type { SimulatorParts } from '../simulator-parts.ts'
import { verifyWhatsapp } from '../verify-whatsapp.ts'
import { eventRuleInput } from '../webhooks/event-rules.ts'
import { senderName, senderNames, type WebhookEvent } from '../webhooks/webhook-events.ts'
import { readEventRuleForm } from './event-rule-form.ts'
import { pageHeaders } from './layout.ts'
import { renderWebhooks, type WebhooksModel } from './webhook-views.ts'

const pageQuery = z.object({
  provider: senderName.optional().catch(undefined),
  verified: z.string().optional(),
})

const shownAtMost = 200

/** What the providers told the site, and how they deliver it. */
export function createWebhookRoutes(parts: SimulatorParts) {
  const { events, eventRules, emitter, dispatcher } = parts
  const app = new Hono()
  const show = (query: Record<string, string>, selected?: WebhookEvent) =>
    renderWebhooks(buildModel(parts, pageQuery.parse(query), selected))

  app.get('/', pageHeaders, (c) => c.html(show(c.req.query())))
  app.get('/:seq{[0-9]+}', pageHeaders, (c) => {
    const event = events.find(Number(c.req.param('seq')))
    return event ? c.html(show(c.req.query(), event)) : c.redirect('/webhooks')
  })
  app.post('/:seq{[0-9]+}/redeliver', async (c) => {
    await dispatcher.redeliver(Number(c.req.param('seq')))
    return c.redirect(`/webhooks/${c.req.param('seq')}`, 303)
  })
  app.post('/rules', async (c) => {
    const input = eventRuleInput.safeParse(readEventRuleForm(await c.req.parseBody()))
    if (input.success) eventRules.add(input.data)
    return c.redirect('/webhooks', 303)
  })
  app.post('/rules/release', (c) => {
    emitter.release(eventRules.list())
    return c.redirect('/webhooks', 303)
  })
  app.post('/rules/clear', (c) => {
    emitter.release(eventRules.clear())
    return c.redirect('/webhooks', 303)
  })
  app.post('/verify', async (c) => {
    const { ok } = await verifyWhatsapp(parts)
    return c.redirect(`/webhooks?verified=${ok ? 'ok' : 'no'}`, 303)
  })
  app.post('/resume', (c) => {
    dispatcher.resume()
    return c.redirect('/webhooks', 303)
  })
  return app
}

function buildModel(
  parts: SimulatorParts,
  { provider, verified }: z.infer<typeof pageQuery>,
  selected?: WebhookEvent,
): WebhooksModel {
  const all = parts.events.list()
  const ofProvider = (name: string) => all.filter((event) => event.provider === name)
  const counts = Object.fromEntries(senderNames.map((name) => [name, ofProvider(name).length]))
  const none = { resend: 0, whatsapp: 0, 'mercado-pago': 0, asaas: 0, stripe: 0 }
  return {
    provider,
    events: (provider ? ofProvider(provider) : all).slice(-shownAtMost).reverse(),
    counts: { ...none, ...counts, all: all.length },
    rules: parts.eventRules.list(),
    selected,
    settings: parts.settings.current(),
    paused: parts.dispatcher.paused(),
    verification: verified,
  }
}
