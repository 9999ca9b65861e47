import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { describeProblem } from '../problem.ts'
import { readSentMessage } from '../providers/whatsapp.ts'
import type { SimulatorParts } from '../simulator-parts.ts'
import type { EventDraft, SenderName } from '../webhooks/webhook-events.ts'
import { paymentEventInput, paymentPointer } from './mercado-pago-events.ts'
import { asaasEvent, chargeInput, stripeEvent } from './payment-events.ts'
import { emailEvent, emailEventInput } from './resend-events.ts'
import {
  messageEvent,
  statusErrors,
  statusEvent,
  whatsappMessageInput,
  whatsappStatusInput,
} from './whatsapp-events.ts'

export type Drafted =
  | { readonly ok: true; readonly drafts: readonly EventDraft[] }
  | { readonly ok: false; readonly status: 400 | 404; readonly error: string }

/** The events that a provider makes of what happened; of `type: 'raw'` whatever body was given, byte for byte. */
export function createDrafts(parts: SimulatorParts, provider: SenderName, input: unknown): Drafted {
  if (isRaw(input)) return parse(rawInput, input, (raw) => made(rawEvent(provider, raw)))
  return makers[provider](parts, input)
}

const makers: Readonly<Record<SenderName, (parts: SimulatorParts, input: unknown) => Drafted>> = {
  resend: (parts, input) =>
    parse(emailEventInput, input, ({ type, emailId, bounceType }) => {
      const entry = parts.store.findById('resend', emailId)
      return entry ? made(emailEvent(entry, type, { bounceType, nowMs: parts.clock() })) : unknown('e-mail', emailId)
    }),
  whatsapp: (parts, input) =>
    isStatus(input)
      ? parse(whatsappStatusInput, input, (status) => draftStatus(parts, status))
      : parse(whatsappMessageInput, input, (message) => made(messageEvent(message, accountOf(parts)))),
  'mercado-pago': (parts, input) =>
    parse(paymentEventInput, input, (asked) => {
      const payment = parts.payments.act(asked, parts.clock())
      if (!payment) return unknown('payment', asked.paymentId ?? asked.preferenceId ?? 'without an amount')
      return made(paymentPointer(payment, { action: 'payment.updated', nowMs: parts.clock() }))
    }),
  asaas: (parts, input) => parse(chargeInput, input, (charge) => made(asaasEvent(charge, parts.clock()))),
  stripe: (parts, input) => parse(chargeInput, input, (charge) => made(stripeEvent(charge, parts.clock()))),
}

function draftStatus(parts: SimulatorParts, input: z.infer<typeof whatsappStatusInput>): Drafted {
  const entry = parts.store.findById('whatsapp', input.wamid)
  if (!entry) return unknown('message', input.wamid)
  const { recipient, callbackData } = readSentMessage(entry)
  const title = input.title ?? statusErrors[input.code] ?? 'Message undeliverable'
  const error = input.status === 'failed' ? { code: input.code, title } : undefined
  return made(
    statusEvent({ wamid: input.wamid, status: input.status, recipient, callbackData, error }, accountOf(parts)),
  )
}

const accountOf = ({ secrets, clock }: SimulatorParts) => ({
  phoneNumberId: secrets.WHATSAPP_PHONE_NUMBER_ID,
  nowMs: clock(),
})

const rawInput = z
  .object({
    type: z.literal('raw'),
    body: z.unknown(),
    id: z.string().min(1).optional(),
    kind: z.string().min(1).default('raw'),
    subject: z.string().default(''),
  })
  .strict()

function rawEvent(provider: SenderName, raw: z.infer<typeof rawInput>): EventDraft {
  const body = typeof raw.body === 'string' ? raw.body : JSON.stringify(raw.body ?? null)
  const { kind, subject, id = randomUUID() } = raw
  return { id, provider, kind, subject, summary: { title: kind, to: '', preview: body.slice(0, 140) }, body }
}

const isRaw = (input: unknown): boolean => typeOf(input) === 'raw'
const isStatus = (input: unknown): boolean => typeOf(input) === 'status'
const typeOf = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'type' in input ? input.type : undefined

function parse<T>(schema: z.ZodType<T>, input: unknown, use: (value: T) => Drafted): Drafted {
  const parsed = schema.safeParse(input)
  return parsed.success ? use(parsed.data) : { ok: false, status: 400, error: describeProblem(parsed.error).error }
}

const made = (draft: EventDraft): Drafted => ({ ok: true, drafts: [draft] })
const unknown = (what: string, id: string): Drafted => ({ ok: false, status: 404, error: `no ${what} ${id}` })
