import { randomUUID } from 'node:crypto'
import { consentVersion } from '#server/contracts/consent.ts'
import { newId } from '#server/contracts/ids.ts'
import type { TestStack } from './stack.ts'

/** Input of conversations.start with ids of its own. */
export const newConversation = (
  overrides: { name?: string; email?: string; productSlug?: string; body?: string } = {},
) => {
  const { name = 'Joana Prado', email, productSlug, body = 'Bom dia, preciso de orientação.' } = overrides
  return {
    requestId: randomUUID(),
    clientMsgId: newId(),
    visitor: { name, ...(email && { email }) },
    ...(productSlug && { productSlug }),
    body,
    consent: { textVersion: consentVersion },
  }
}

/** A visitor with a conversation: the caller is signed in by the cookie that start gave. */
export async function startAsVisitor(stack: TestStack, input = newConversation()) {
  let cookie = ''
  const { conversation } = await stack
    .caller({ onCookie: (set) => (cookie = set.split(';')[0] ?? '') })
    .conversations.start(input)
  return { conversation, cookie, caller: stack.caller({ cookie }) }
}
