import type { Delivery } from './deliveries.ts'
import { paymentPointer } from './events/mercado-pago-events.ts'
import { type EmailEventName, emailEvent } from './events/resend-events.ts'
import { type StatusName, statusErrors, statusEvent } from './events/whatsapp-events.ts'
import { readEmail } from './providers/resend.ts'
import { readSentMessage } from './providers/whatsapp.ts'
import type { SimulatorParts } from './simulator-parts.ts'
import type { EventDraft } from './webhooks/webhook-events.ts'

/** Tells the site by webhooks what becomes of each thing it had accepted, as the providers do by themselves. */
export function reportOutcomes(parts: SimulatorParts): void {
  parts.store.onAppend((entry) => {
    if (entry.outcome !== 'accepted' || parts.settings.current().site === null) return
    const { statusDelayMs } = parts.settings.current()
    for (const [index, draft] of reportsOf(parts, entry).entries()) {
      parts.emitter.emit([draft], { delayMs: statusDelayMs * (index + 1), copies: 1, signature: 'valid' })
    }
  })
}

function reportsOf(parts: SimulatorParts, entry: Delivery): EventDraft[] {
  if (entry.kind === 'email') return reportEmail(parts, entry)
  if (entry.kind === 'message') return reportMessage(parts, entry)
  const paid = entry.kind === 'payment' ? parts.payments.find(entry.id) : undefined
  return paid ? [paymentPointer(paid, { action: 'payment.created', nowMs: parts.clock() })] : []
}

/** Resend's own test addresses: https://resend.com/docs/dashboard/emails/send-test-emails */
function reportEmail({ settings, clock }: SimulatorParts, entry: Delivery): EventDraft[] {
  const [address = ''] = readEmail(entry).to
  const [, fate] = /(bounced|complained|delivered)(?:\+[^@]*)?@resend\.dev/.exec(address) ?? []
  const fates: Record<string, readonly EmailEventName[]> = {
    bounced: ['sent', 'bounced'],
    complained: ['sent', 'delivered', 'complained'],
    delivered: ['sent', 'delivered'],
  }
  const names = (fate && fates[fate]) || settings.current().resendEvents
  return names.map((name) => emailEvent(entry, `email.${name}`, { nowMs: clock() }))
}

function reportMessage(parts: SimulatorParts, entry: Delivery): EventDraft[] {
  const nowMs = parts.clock()
  const sent = readSentMessage(entry)
  const account = { phoneNumberId: parts.secrets.WHATSAPP_PHONE_NUMBER_ID, nowMs }
  const about = { wamid: entry.id, recipient: sent.recipient, callbackData: sent.callbackData }
  const code = refusalCode(parts, { ...sent, nowMs })
  if (code !== undefined) {
    const error = { code, title: statusErrors[code] ?? 'Message undeliverable' }
    return [statusEvent({ ...about, status: 'failed', error }, account)]
  }
  const statuses: readonly StatusName[] = parts.settings.current().whatsappStatuses
  return statuses.map((status) => statusEvent({ ...about, status }, account))
}

/** A free text needs a message of the person within 24 hours; `#falhar` in a text asks for a failure. */
function refusalCode(
  parts: SimulatorParts,
  { recipient, text, nowMs }: { recipient: string; text: string | undefined; nowMs: number },
): number | undefined {
  if (text === undefined) return undefined
  if (text.includes('#falhar')) return 131_026
  return parts.whatsapp.isWindowOpen(recipient, nowMs) ? undefined : 131_047
}
