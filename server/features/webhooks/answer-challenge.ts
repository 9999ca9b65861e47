import { createHash } from 'node:crypto'
import { isSameSignature } from '#server/integrations/webhook-signatures/signature.ts'
import { refuse } from './count-request.ts'
import { answer, type WebhookAnswer, type WebhookRequest, type WebhookServices } from './webhook-request.ts'

/**
 * WhatsApp asks once, when the address is entered at Meta: `GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`
 * is answered with the bare challenge, or 403.
 */
export async function answerChallenge(services: WebhookServices, request: WebhookRequest): Promise<WebhookAnswer> {
  const { query } = request
  const token = services.env.WHATSAPP_VERIFY_TOKEN
  const challenge = query.get('hub.challenge') ?? ''
  const isAsked = query.get('hub.mode') === 'subscribe' && /^[\w.-]{1,256}$/.test(challenge)
  const isKnown = token !== undefined && isSameSignature(hash(query.get('hub.verify_token') ?? ''), hash(token))
  return isAsked && isKnown ? answer(200, challenge) : refuse(services, request, answer(403, 'Not the agreed token.'))
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
