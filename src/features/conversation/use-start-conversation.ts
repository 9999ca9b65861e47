import { useState } from 'react'
import { v4 } from 'uuid'
import { consentVersion } from '#server/contracts/consent.ts'
import type { Conversation } from '#server/contracts/conversations.ts'
import { newId } from '#server/contracts/ids.ts'
import { useLocale } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { type Failure, readFailure } from '#src/trpc/failure.ts'
import { frameSession } from '#src/trpc/frame-session.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import { keepDraft } from './use-draft.ts'
import type { StartValues } from './validate-start.ts'

interface StartConversation {
  readonly start: (values: StartValues) => void
  /** Also while the browser is on its way to the conversation. */
  readonly isPending: boolean
  readonly failure: Failure | undefined
}

/**
 * Starts a conversation; `onStarted` shows it. Both ids live as long as the form: a start whose answer was lost
 * and that is tried again, even with corrected words, returns the conversation of the first try.
 */
export function useStartConversation(onStarted: (conversationId: string) => unknown): StartConversation {
  const [ids] = useState(() => ({ requestId: v4(), clientMsgId: newId() }))
  const locale = useLocale()
  const utils = trpc.useUtils()
  const mutation = trpc.conversations.start.useMutation({
    ...retryTransient,
    onSuccess: async ({ conversation, sessionToken }, { body }) => {
      if (sessionToken !== undefined) frameSession()?.keep(sessionToken)
      keepWhatWasNotStored(conversation, body)
      utils.conversations.byId.setData({ conversationId: conversation.id }, conversation)
      await utils.viewer.me.invalidate(undefined, { refetchType: 'all' })
      await onStarted(conversation.id)
    },
  })
  const start = ({ name, email, body, productSlug }: StartValues) =>
    mutation.mutate({
      ...ids,
      locale,
      body,
      keepSessionIn: frameSession() ? 'frame' : 'cookie',
      consent: { textVersion: consentVersion },
      visitor: { name, ...(email.trim() !== '' && { email: email.trim() }) },
      ...(productSlug !== '' && { productSlug }),
    })
  return {
    start,
    isPending: mutation.isPending || mutation.isSuccess,
    failure: mutation.error ? readFailure(mutation.error) : undefined,
  }
}

/** The first try stored older words than these: offer the newer ones in the conversation rather than drop them. */
function keepWhatWasNotStored({ id, preview, headSeq }: Conversation, body: string): void {
  const isStored =
    headSeq > 1 || body.trim().replace(/\s+/g, ' ').startsWith(preview.replace(/\s+/g, ' ').slice(0, 100))
  if (!isStored) keepDraft(id, body)
}
