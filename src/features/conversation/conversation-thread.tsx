import { useEffect, useRef } from 'react'
import type { ChatEvent } from '#server/contracts/events.ts'
import { useText } from '#src/i18n/use-text.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { Composer } from './composer.tsx'
import { conversationTexts } from './conversation-texts.ts'
import classes from './conversation-thread.module.css'
import { MessageLog } from './message-log.tsx'
import { ThreadHeader, type ThreadTitle } from './thread-header.tsx'
import { useConversation } from './use-conversation.ts'

interface ConversationThreadProps {
  readonly conversationId: string
  readonly viewer: { readonly id: string; readonly side: ChatEvent['author']['side'] }
  readonly isClosed: boolean
  readonly describe: (latestStaffName: string | undefined) => ThreadTitle
  /** The newest event the reader has before them. */
  readonly onSeen?: (headSeq: number) => void
}

/** A whole conversation: who it is with, its messages, the field to write. Remount it (`key`) for another one. */
export function ConversationThread({ conversationId, viewer, isClosed, describe, onSeen }: ConversationThreadProps) {
  const t = useText(conversationTexts)
  const failures = useText(failureTexts)
  const conversation = useConversation({ conversationId, viewerId: viewer.id })
  const { state, live, failure } = conversation
  const heading = useRef<HTMLHeadingElement>(null)
  const input = useRef<HTMLTextAreaElement>(null)
  useFocusOnOpen(state.isLoaded, heading, input)
  useEffect(() => {
    if (state.isLoaded) onSeen?.(state.headSeq)
  }, [state.isLoaded, state.headSeq, onSeen])

  return (
    <section className={classes.thread} aria-label={t.pageTitle}>
      <ThreadHeader {...describe(latestStaffName(state.events))} heading={heading} live={failure ? undefined : live} />
      {failure && (
        <div className={classes.state}>
          <ErrorState
            text={failureText(failure, failures)}
            onRetry={conversation.reload}
            isRetrying={conversation.isRetrying}
          />
        </div>
      )}
      {!failure && !state.isLoaded && (
        <div className={classes.state}>
          <LoadingLines lines={6} />
        </div>
      )}
      {state.isLoaded && <MessageLog conversationId={conversationId} conversation={conversation} side={viewer.side} />}
      {live.state === 'stopped' && (
        <p className={classes.notice} role="alert">
          {live.failure.kind === 'signed-out' ? t.sessionEnded : failureText(live.failure, failures)}
        </p>
      )}
      {isClosed && <p className={classes.notice}>{t.closed}</p>}
      {state.isLoaded && !isClosed && (
        <Composer conversationId={conversationId} input={input} onSend={conversation.send} />
      )}
    </section>
  )
}

function latestStaffName(events: readonly ChatEvent[]): string | undefined {
  return events.findLast(({ author }) => author.side === 'staff')?.author.name
}

type Focusable = { readonly current: HTMLElement | null }

/** Straight to writing where that opens no on-screen keyboard; else to the heading, so that a reader starts there. */
function useFocusOnOpen(isLoaded: boolean, heading: Focusable, input: Focusable) {
  useEffect(() => {
    if (!isLoaded) return
    const hasKeyboard = window.matchMedia('(pointer: fine)').matches
    const target = hasKeyboard ? (input.current ?? heading.current) : heading.current
    target?.focus({ preventScroll: true })
  }, [isLoaded, heading, input])
}
