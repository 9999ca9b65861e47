import { z } from 'zod'

/** Names one call: WhatsApp gives it back with every status of the message that the call made. */
export interface CallbackData {
  readonly messageId: string
  readonly attempt: number
}

export const writeCallbackData = ({ messageId, attempt }: CallbackData): string => `${messageId}.${attempt}`

/** undefined where it is not one of ours. */
export function parseCallbackData(text: string | undefined): CallbackData | undefined {
  const [messageId, attempt, ...rest] = text?.split('.') ?? []
  const parsed = callback.safeParse({ messageId, attempt })
  return rest.length === 0 && parsed.success ? parsed.data : undefined
}

const callback = z.object({ messageId: z.uuid(), attempt: z.coerce.number().int().positive() })
