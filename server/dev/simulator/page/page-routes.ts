import { Hono } from 'hono'
import { z } from 'zod'
import { type Delivery, providerName, providerNames } from '../deliveries.ts'
import { readText } from '../delivery-text.ts'
import { createDrafts } from '../events/create-drafts.ts'
import { type RuleInput, ruleInput } from '../rules.ts'
import type { SimulatorParts } from '../simulator-parts.ts'
import type { DeliveryStore } from '../store.ts'
import { clientScript } from './client-script.ts'

import { pageHeaders } from './layout.ts'
import { phoneStyles } from './phone-styles.ts'
import { styles } from './styles.ts'
import { type PageModel, renderPage } from './views.ts'

const pageQuery = z.object({
  provider: providerName.optional().catch(undefined),
  view: z.enum(['html', 'text', 'json']).catch('html'),
})

const shownAtMost = 200

/** What the site sent. The page needs no script to work; the script only keeps it fresh. */
export function createPageRoutes(parts: SimulatorParts) {
  const { store, rules } = parts
  const app = new Hono()
  const show = (query: Record<string, string>, selected?: Delivery) =>
    renderPage(buildModel(parts, pageQuery.parse(query), selected))

  app.get('/assets/page.css', (c) => c.body(styles + phoneStyles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/assets/page.js', (c) => c.body(clientScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  app.get('/', pageHeaders, (c) => c.html(show(c.req.query())))
  app.get('/deliveries/by-id/:provider/:id', (c) => {
    const provider = providerName.safeParse(c.req.param('provider'))
    const entry = provider.success ? store.findById(provider.data, c.req.param('id')) : undefined
    return c.redirect(entry ? `/deliveries/${entry.seq}` : '/')
  })
  app.get('/deliveries/:seq', pageHeaders, (c) => {
    const entry = findEntry(store, c.req.param('seq'))
    return entry ? c.html(show(c.req.query(), entry)) : c.redirect('/')
  })
  app.get('/deliveries/:seq/html', (c) => {
    const entry = findEntry(store, c.req.param('seq'))
    return c.body(entry ? frameMail(entry) : '', entry ? 200 : 404, mailHeaders)
  })
  app.post('/deliveries/:seq/fate', async (c) => {
    const entry = findEntry(store, c.req.param('seq'))
    const { fate } = await c.req.parseBody()
    const made = entry && createDrafts(parts, 'resend', readFate(String(fate), entry.id))
    if (made?.ok) parts.emitter.emit(made.drafts)
    return c.redirect(entry ? `/deliveries/${entry.seq}` : '/', 303)
  })
  app.post('/rules', async (c) => {
    const input = ruleInput.safeParse(readForm(await c.req.parseBody()))
    if (input.success) rules.add(input.data)
    return c.redirect('/', 303)
  })
  app.post('/rules/clear', (c) => {
    rules.clear()
    return c.redirect('/', 303)
  })
  return app
}

/** A mail is foreign HTML: no script, no request leaves; its links open in a tab of their own. */
const mailHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
}

const frameMail = (entry: Delivery): string => `<base target="_blank">${readText(entry, 'html') ?? ''}`

function buildModel(parts: SimulatorParts, query: z.infer<typeof pageQuery>, selected?: Delivery): PageModel {
  const all = parts.store.list()
  const ofProvider = (name: string) => all.filter((entry) => entry.provider === name)
  const counts = Object.fromEntries(providerNames.map((name) => [name, ofProvider(name).length]))
  const isAccepted = selected?.outcome === 'accepted'
  return {
    provider: query.provider,
    view: query.view,
    entries: (query.provider ? ofProvider(query.provider) : all).slice(-shownAtMost).reverse(),
    counts: { resend: 0, whatsapp: 0, 'mercado-pago': 0, ...counts, all: all.length },
    rules: parts.rules.list(),
    selected,
    events: isAccepted ? parts.events.list({ provider: selected.provider, subject: selected.id }) : [],
  }
}

const findEntry = (store: DeliveryStore, seq: string): Delivery | undefined =>
  /^\d{1,12}$/.test(seq) ? store.findBySeq(Number(seq)) : undefined

/** The button of an e-mail as the input of its event. */
const readFate = (fate: string, emailId: string): object =>
  fate === 'full' ? { type: 'email.bounced', bounceType: 'Transient', emailId } : { type: `email.${fate}`, emailId }

/** The form's flat fields as a rule; empty fields count as absent. */
function readForm(form: Record<string, unknown>): unknown {
  const filled = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''))
  const { provider, fault, times, status, retryAfterSeconds, delayMs } = filled
  const withDelay = { provider, ...(delayMs === undefined ? {} : { delayMs }) }
  if (fault === 'fail') return { ...withDelay, fail: { times, status, retryAfterSeconds } }
  if (fault === 'delay') return { ...withDelay, delayMs: delayMs ?? 3_000 }
  const faults: Record<string, Partial<RuleInput>> = {
    acceptThenTimeout: { acceptThenTimeout: { times: Number(times) } },
    acceptThenFail: { acceptThenFail: { times: Number(times), status: 500 } },
    answerTwice: { answerTwice: { times: Number(times) } },
    disconnect: { disconnect: { times: Number(times) } },
  }
  return { ...withDelay, ...faults[String(fault)] }
}
