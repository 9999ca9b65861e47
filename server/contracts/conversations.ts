import { z } from 'zod'
import { givenConsent } from './consent.ts'
import { chatEvent } from './events.ts'
import { slug, timestamp, uuid } from './ids.ts'
import { locale } from './locales.ts'
import { personName } from './staff.ts'

export const messageMaxLength = 4_000

/** Text of a message: at least one visible character, at most 4 000 characters (Unicode code points, as Postgres counts them). */
export const messageBody = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(messageMaxLength, `must have at most ${messageMaxLength} characters`)

export const visitorDetails = z.object({
  name: personName,
  email: z.email().max(254).optional(),
})

export const startConversationInput = z.object({
  /** Chosen once per attempt by the browser: a retried start returns the conversation of the first. */
  requestId: z.uuidv4(),
  clientMsgId: uuid,
  visitor: visitorDetails,
  productSlug: slug.optional(),
  body: messageBody,
  /** Under which text they agreed to what becomes of what they write. */
  consent: givenConsent,
  locale: locale.default('pt-BR'),
  /** In a cookie of the site, or in a frame on somebody else's page, which gets the token in the answer. */
  keepSessionIn: z.enum(['cookie', 'frame']).default('cookie'),
})
export type StartConversationInput = z.infer<typeof startConversationInput>

export const sendMessageInput = z.object({
  conversationId: uuid,
  /** Chosen once per message by the browser: a retried send returns the stored event. */
  clientMsgId: uuid,
  body: messageBody,
})

/** Where the visitor reads and writes. */
export const channel = z.enum(['site', 'whatsapp'])
export type Channel = z.infer<typeof channel>

export const conversation = z.object({
  id: uuid,
  status: z.enum(['open', 'closed']),
  /** Rows that a process of the release before tells of have none. */
  channel: channel.default('site'),
  headSeq: z.int().nonnegative(),
  preview: z.string().describe('First 140 characters of the last message'),
  createdAt: timestamp,
  lastEventAt: timestamp,
  visitor: z.object({ id: uuid, name: z.string() }),
  assignee: z.object({ id: uuid, name: z.string() }).nullable(),
  product: z.object({ slug, name: z.string() }).nullable(),
})
export type Conversation = z.infer<typeof conversation>

export const sentMessage = z.object({
  event: chatEvent,
  eventId: z.string().describe('The cursor of whoever has seen it'),
  isDuplicate: z.boolean(),
})
