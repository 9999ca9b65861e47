import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { type Delivery, outcome, providerName } from './deliveries.ts'
import { readText } from './delivery-text.ts'
import { describeProblem } from './problem.ts'
import { ruleInput } from './rules.ts'
import type { SimulatorParts } from './simulator-parts.ts'
import type { DeliveryStore } from './store.ts'

const deliveriesQuery = z.object({
  provider: providerName.optional(),
  /** A sequence number (what came after it) or an ISO date (what came since). */
  since: z.union([z.coerce.number().int().min(0), z.iso.datetime({ offset: true })]).optional(),
  outcome: z.enum([...outcome.options, 'all']).default('accepted'),
})

/** The simulator's own JSON: what arrived, and how to misbehave. */
export function createControlRoutes(parts: SimulatorParts) {
  const { store, rules, events } = parts
  const app = new Hono()
  app.get('/deliveries', (c) => {
    const query = deliveriesQuery.safeParse(c.req.query())
    if (!query.success) return c.json(describeProblem(query.error), 400)
    return c.json({ deliveries: listDeliveries(store, query.data) })
  })
  app.get('/effects', (c) => {
    const query = deliveriesQuery.safeParse(c.req.query())
    if (!query.success) return c.json(describeProblem(query.error), 400)
    return c.json({ effects: listDeliveries(store, query.data).map(toEffect) })
  })
  app.get('/rules', (c) => c.json({ rules: rules.list() }))
  app.post('/rules', async (c) => {
    const input = ruleInput.safeParse(await c.req.json().catch(() => undefined))
    if (!input.success) return c.json(describeProblem(input.error), 400)
    return c.json(rules.add(input.data), 201)
  })
  app.delete('/rules', (c) => {
    const provider = providerName.optional().safeParse(c.req.query('provider'))
    if (!provider.success) return c.json(describeProblem(provider.error), 400)
    rules.clear(provider.data)
    return c.body(null, 204)
  })
  app.get('/stream', (c) =>
    streamSSE(c, async (stream) => {
      const stop = store.onAppend(({ seq, provider }) => {
        void stream.writeSSE({ id: String(seq), event: 'delivery', data: provider })
      })
      const stopEvents = events.onChange(({ seq, provider }) => {
        void stream.writeSSE({ id: String(seq), event: 'webhook', data: provider })
      })
      await stream.writeSSE({ event: 'ready', data: '' })
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      stop()
      stopEvents()
    }),
  )
  return app
}

function listDeliveries(store: DeliveryStore, query: z.infer<typeof deliveriesQuery>): readonly Delivery[] {
  const { since } = query
  return store.list({
    provider: query.provider,
    outcome: query.outcome === 'all' ? undefined : query.outcome,
    ...(typeof since === 'number' ? { afterSeq: since } : {}),
    ...(typeof since === 'string' ? { sinceMs: Date.parse(since) } : {}),
  })
}

/** A delivery without its bodies: ten thousand e-mails would be a hundred megabytes. */
const toEffect = (entry: Delivery) => ({
  seq: entry.seq,
  id: entry.id,
  provider: entry.provider,
  outcome: entry.outcome,
  status: entry.response.status,
  /** By which the sender knows it again. */
  key: entry.idempotencyKey ?? readText(entry, 'biz_opaque_callback_data') ?? null,
})
