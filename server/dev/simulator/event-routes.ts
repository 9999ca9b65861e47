import { Hono } from 'hono'
import { z } from 'zod'
import { createDrafts } from './events/create-drafts.ts'
import { describeProblem } from './problem.ts'
import { settingsInput, siteInput } from './settings.ts'
import type { SimulatorParts } from './simulator-parts.ts'
import { verifyWhatsapp } from './verify-whatsapp.ts'
import { eventRuleInput } from './webhooks/event-rules.ts'
import { firstAttempts, settlement } from './webhooks/wait-for-events.ts'
import { deliverOptions, eventState, senderName } from './webhooks/webhook-events.ts'

const eventsQuery = z.object({
  provider: senderName.optional(),
  kind: z.string().optional(),
  state: eventState.optional(),
  subject: z.string().optional(),
  since: z.coerce.number().int().min(0).optional(),
})
const settledQuery = z.object({ timeoutMs: z.coerce.number().int().min(0).max(600_000).default(30_000) })
const emission = z.looseObject({ deliver: deliverOptions.prefault({}), wait: z.boolean().default(false) })

/** The JSON by which tests and scripts make providers send webhooks, late, doubled, out of order or forged. */
export function createEventRoutes(parts: SimulatorParts) {
  const { events, eventRules, emitter, dispatcher, settings } = parts
  const app = new Hono()

  app.get('/events', (c) => {
    const query = eventsQuery.safeParse(c.req.query())
    if (!query.success) return c.json(describeProblem(query.error), 400)
    const { since, ...filter } = query.data
    return c.json({ events: events.list({ ...filter, afterSeq: since }) })
  })
  app.get('/events/settled', async (c) => {
    const query = settledQuery.safeParse(c.req.query())
    if (!query.success) return c.json(describeProblem(query.error), 400)
    return c.json(await settlement(events, query.data.timeoutMs))
  })
  app.post('/events/:provider', async (c) => {
    const provider = senderName.safeParse(c.req.param('provider'))
    const form = emission.safeParse(await c.req.json().catch(() => undefined))
    if (!provider.success) return c.json(describeProblem(provider.error), 404)
    if (!form.success) return c.json(describeProblem(form.error), 400)
    const { deliver, wait, ...input } = form.data
    const made = createDrafts(parts, provider.data, input)
    if (!made.ok) return c.json({ error: made.error }, made.status)
    const sent = emitter.emit(made.drafts, deliver)
    const seqs = sent.map(({ seq }) => seq)
    return c.json({ events: wait ? await firstAttempts(events, seqs) : sent }, 201)
  })
  app.post('/events/:seq{[0-9]+}/redeliver', async (c) => {
    const event = await dispatcher.redeliver(Number(c.req.param('seq')))
    return event ? c.json({ event }) : c.json({ error: 'no such event' }, 404)
  })

  app.get('/event-rules', (c) => c.json({ rules: eventRules.list() }))
  app.post('/event-rules', async (c) => {
    const input = eventRuleInput.safeParse(await c.req.json().catch(() => undefined))
    if (!input.success) return c.json(describeProblem(input.error), 400)
    return c.json(eventRules.add(input.data), 201)
  })
  app.post('/event-rules/release', (c) => {
    emitter.release(eventRules.list())
    return c.body(null, 204)
  })
  app.delete('/event-rules', (c) => {
    const provider = senderName.optional().safeParse(c.req.query('provider'))
    if (!provider.success) return c.json(describeProblem(provider.error), 400)
    // What they hold is not lost with them.
    emitter.release(eventRules.clear(provider.data))
    return c.body(null, 204)
  })

  app.get('/site', (c) => c.json({ ...settings.current(), paused: dispatcher.paused() }))
  app.put('/site', async (c) => {
    const input = siteInput.safeParse(await c.req.json().catch(() => undefined))
    if (!input.success) return c.json(describeProblem(input.error), 400)
    settings.change({ site: input.data.url, retryScale: input.data.retryScale })
    dispatcher.resume()
    return c.json(settings.current())
  })
  app.put('/settings', async (c) => {
    const input = settingsInput.safeParse(await c.req.json().catch(() => undefined))
    if (!input.success) return c.json(describeProblem(input.error), 400)
    return c.json(settings.change(withoutAbsent(input.data)))
  })
  app.post('/site/verify-whatsapp', async (c) => c.json(await verifyWhatsapp(parts)))
  return app
}

/** Optional fields that were not given, left out rather than undefined. */
function withoutAbsent(input: z.infer<typeof settingsInput>) {
  const { whatsappStatuses, resendEvents, statusDelayMs } = input
  return {
    ...(whatsappStatuses === undefined ? {} : { whatsappStatuses }),
    ...(resendEvents === undefined ? {} : { resendEvents }),
    ...(statusDelayMs === undefined ? {} : { statusDelayMs }),
  }
}
