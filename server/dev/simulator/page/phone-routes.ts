import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { createDrafts } from '../events/create-drafts.ts'
import type { SimulatorParts } from '../simulator-parts.ts'
import type { Contact } from '../whatsapp-book.ts'
import { pageHeaders } from './layout.ts'
import { linkTo, type PhoneModel, renderPhone } from './phone-views.ts'

/** Writing and reading as a client of the firm does on WhatsApp. */
export function createPhoneRoutes(parts: SimulatorParts) {
  const { whatsapp } = parts
  const app = new Hono()
  const show = (selected?: Contact, problem?: string) => renderPhone(buildModel(parts, selected, problem))

  app.get('/', pageHeaders, (c) => c.html(show()))
  app.get('/:key', pageHeaders, (c) => {
    const contact = whatsapp.find(c.req.param('key'))
    return contact ? c.html(show(contact)) : c.redirect('/phone')
  })
  app.post('/', pageHeaders, async (c) => {
    const input = readNewPerson(await c.req.parseBody(), parts.clock())
    const problem = receive(parts, input)
    if (problem !== undefined) return c.html(show(undefined, problem), 400)
    const [contact] = whatsapp.contacts()
    return c.redirect(contact ? linkTo(contact) : '/phone', 303)
  })
  app.post('/:key', pageHeaders, async (c) => {
    const contact = whatsapp.find(c.req.param('key'))
    if (!contact) return c.redirect('/phone', 303)
    const { body, kind } = await c.req.parseBody()
    // Whoever answers has read what was there.
    markAsRead(parts, contact)
    const problem = receive(parts, { ...identityOf(contact), name: contact.name, body, kind })
    return problem === undefined ? c.redirect(linkTo(contact), 303) : c.html(show(contact, problem), 400)
  })
  app.post('/:key/read', (c) => {
    const contact = whatsapp.find(c.req.param('key'))
    if (contact) markAsRead(parts, contact)
    return c.redirect(contact ? linkTo(contact) : '/phone', 303)
  })
  return app
}

/** Sends the message to the site; @returns what is wrong with it */
function receive(parts: SimulatorParts, input: object): string | undefined {
  const made = createDrafts(parts, 'whatsapp', { type: 'message', ...input })
  if (!made.ok) return made.error
  parts.emitter.emit(made.drafts)
  return undefined
}

function markAsRead(parts: SimulatorParts, contact: Contact): void {
  const unread = parts.whatsapp
    .thread(contact.key)
    .filter(({ isFromFirm, status }) => isFromFirm && (status === 'delivered' || status === 'sent'))
  for (const { wamid } of unread.slice(-20)) {
    const made = createDrafts(parts, 'whatsapp', { type: 'status', wamid, status: 'read' })
    if (made.ok) parts.emitter.emit(made.drafts)
  }
}

const identityOf = ({ number, userId }: Contact) => ({
  ...(number === undefined ? {} : { from: number }),
  ...(userId === undefined ? {} : { fromUserId: userId }),
})

const oldMs = 25 * 60 * 60_000

/** The form's flat fields as the input of a message. */
function readNewPerson(form: Record<string, unknown>, nowMs: number): object {
  const { name, identity, age, body } = form
  const from = String(form.from ?? '').replace(/[^\d+]/g, '')
  const fromUserId = `BR.${digitsOf(from || String(name))}`
  return {
    ...(identity === 'user' ? {} : { from }),
    ...(identity === 'number' ? {} : { fromUserId }),
    name,
    body,
    ...(age === 'old' ? { timestamp: Math.floor((nowMs - oldMs) / 1_000) } : {}),
  }
}

/** Always the same id for the same person. */
const digitsOf = (text: string): string =>
  BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 16)}`)
    .toString()
    .padStart(20, '1')

function buildModel(parts: SimulatorParts, selected?: Contact, problem?: string): PhoneModel {
  const { whatsapp, settings, clock } = parts
  return {
    contacts: whatsapp.contacts(),
    selected,
    thread: selected ? whatsapp.thread(selected.key) : [],
    isWindowOpen: selected !== undefined && whatsapp.isWindowOpen(selected.key, clock()),
    hasSite: settings.current().site !== null,
    problem,
  }
}
