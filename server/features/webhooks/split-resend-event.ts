import { z } from 'zod'
import type { SplitEvents } from './split-event.ts'
import { kindOf } from './unknown-event.ts'

/** https://resend.com/docs/webhooks/event-types */
const kinds = new Set([
  'email.sent',
  'email.delivered',
  'email.delivery_delayed',
  'email.bounced',
  'email.complained',
  'email.failed',
  'email.suppressed',
  'email.opened',
  'email.clicked',
])
const resendEvent = z.looseObject({ type: z.string(), data: z.looseObject({}) })

/** The body as it came, named by its `svix-id`. */
export const splitResendEvent: SplitEvents = ({ body, headers }) => {
  const parsed = resendEvent.safeParse(body)
  const kind = kindOf(parsed.data?.type)
  const isKnown = parsed.success && kinds.has(kind)
  return [{ providerEventId: headers['svix-id'] ?? '', kind, event: body, isKnown }]
}
