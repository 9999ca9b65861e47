import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/**
 * What became of a message of the firm. `held`: the person has to write first, then it goes by itself. `unknown`: the
 * call was made and nobody learned its outcome; it is never sent again by itself, and a later status may settle it.
 */
export const whatsappState = z.enum(['queued', 'held', 'sending', 'unknown', 'sent', 'failed', 'delivered', 'read'])
export type WhatsappState = z.infer<typeof whatsappState>

export const whatsappDelivery = z.object({
  /** The id of the event. */
  messageId: uuid,
  state: whatsappState,
  /** WhatsApp's own number of what went wrong. */
  errorCode: z.int().nullable(),
})
export type WhatsappDelivery = z.infer<typeof whatsappDelivery>

/** A conversation over WhatsApp as staff see it, beside its messages. */
export const whatsappThread = z.object({
  /** As people write it; null where WhatsApp tells no number. */
  phone: z.string().nullable(),
  /** Until then free text goes; null while the person has never written. */
  windowEndsAt: timestamp.nullable(),
  deliveries: z.array(whatsappDelivery),
  /** The template that asks the person to write again, if one went since they last did. */
  reopening: whatsappDelivery.omit({ messageId: true }).nullable(),
})
export type WhatsappThread = z.infer<typeof whatsappThread>
