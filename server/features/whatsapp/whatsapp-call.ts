import type { WhatsappClaim } from '#db/queries/whatsapp.ts'
import type { Env } from '#server/env.ts'
import type { WhatsappMessage } from '#server/integrations/whatsapp.ts'
import { writeCallbackData } from './callback-data.ts'

interface Claimed {
  readonly messageId: string
  readonly claim: WhatsappClaim
}

/** The call that a claim allows; undefined where the contact has neither number nor id, or the text is gone. */
export function messageOf({ messageId, claim }: Claimed, env: Env): WhatsappMessage | undefined {
  const { attempt, kind, waId, userId, body } = claim
  const to = waId === null ? userId !== null && { userId } : { waId }
  const content = kind === 'text' ? body !== null && { kind, body } : templateOf(env)
  if (!to || !content) return undefined
  return { to, content, callbackData: writeCallbackData({ messageId, attempt }) }
}

const templateOf = (env: Env) =>
  ({ kind: 'template', name: env.WHATSAPP_REOPEN_TEMPLATE, languageCode: 'pt_BR' }) as const
