import type { WhatsappClaim } from '#db/queries/whatsapp.ts'
import { consentTexts, consentVersion } from '#server/contracts/consent.ts'
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
  const content = contentOf({ kind, body }, env)
  if (!to || !content) return undefined
  return { to, content, callbackData: writeCallbackData({ messageId, attempt }) }
}

function contentOf(
  { kind, body }: Pick<WhatsappClaim, 'kind' | 'body'>,
  env: Env,
): WhatsappMessage['content'] | undefined {
  if (kind === 'template') return templateOf(env)
  const text = kind === 'notice' ? noticeText(env) : body
  // One that was erased is empty.
  return text ? { kind: 'text', body: text } : undefined
}

/** Conversations over WhatsApp are held in Portuguese. */
const noticeText = (env: Env): string =>
  consentTexts[consentVersion]['pt-BR'].notice.replace('{url}', `${env.PUBLIC_URL}/privacidade`)

const templateOf = (env: Env) =>
  ({ kind: 'template', name: env.WHATSAPP_REOPEN_TEMPLATE, languageCode: 'pt_BR' }) as const
