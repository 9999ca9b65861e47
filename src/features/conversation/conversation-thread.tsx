import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { ChatEvent } from '#server/contracts/events.ts'
import type { WhatsappDelivery } from '#server/contracts/whatsapp.ts'
import { TypingLine } from '#src/features/presence/typing-line.tsx'
import { useLive } from '#src/features/presence/use-live.ts'
import { useReadMark } from '#src/features/presence/use-read-mark.ts'
import { useText } from '#src/i18n/use-text.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { Composer } from './composer.tsx'
import { ConnectionIndicator } from './connection-indicator.tsx'
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
  /** What can be done with the conversation, at the end of its header. */
  readonly actions?: ReactNode
  /** The reader has everything up to that event before their eyes. */
  readonly onSeen?: (seq: number) => void
  /** The page's title, where the conversation is the page: with how much came that was not seen. */
  readonly head?: (unseen: number) => ReactNode
  /** By the id of the event, where the conversation is held over WhatsApp: nobody is present there, messages arrive. */
  readonly deliveries?: ReadonlyMap<string, WhatsappDelivery> | undefined
  /** What to know before writing, above the field. */
  readonly notice?: ReactNode
  /** The session has ended; without it the thread says so itself. */
  readonly onSignedOut?: () => void
}

/** A whole conversation: who it is with, its messages, the field to write. Remount it (`key`) for another one. */
export function ConversationThread(props: ConversationThreadProps) {
  const { conversationId, viewer, isClosed, describe, actions, onSeen, head, deliveries, notice, onSignedOut } = props
  const t = useText(conversationTexts)
  const failures = useText(failureTexts)
  const conversation = useConversation({ conversationId, viewerId: viewer.id })
  const { state, live, catchingUp, failure } = conversation
  const isLoaded = state.view !== 'empty'
  const others = useLive({ conversationId, reader: viewer, isEnabled: isLoaded })
  const heading = useRef<HTMLHeadingElement>(null)
  const input = useRef<HTMLTextAreaElement>(null)
  useFocusOnOpen(isLoaded, heading, input)
  const isSignedOut = live.state === 'stopped' && live.failure.kind === 'signed-out'
  useEffect(() => {
    if (isSignedOut) onSignedOut?.()
  }, [isSignedOut, onSignedOut])
  const markRead = useReadMark(conversationId)
  const [seenSeq, setSeenSeq] = useState(0)
  const see = useCallback(
    (seq: number) => {
      setSeenSeq(seq)
      markRead(seq)
      onSeen?.(seq)
    },
    [markRead, onSeen],
  )

  return (
    <section className={classes.thread} aria-label={t.pageTitle}>
      {head?.(countUnseen(state.events, viewer.side, seenSeq))}
      <ThreadHeader
        {...describe(latestStaffName(state.events))}
        heading={heading}
        counterpart={deliveries ? undefined : others.counterpart}
      >
        {!failure && <ConnectionIndicator live={live} catchingUp={catchingUp} />}
        {actions}
      </ThreadHeader>
      {failure && (
        <div className={classes.state}>
          <ErrorState
            text={failureText(failure, failures)}
            onRetry={conversation.reload}
            isRetrying={conversation.isRetrying}
          />
        </div>
      )}
      {!failure && !isLoaded && (
        <div className={classes.state}>
          <LoadingLines lines={6} />
        </div>
      )}
      {isLoaded && (
        <MessageLog
          conversationId={conversationId}
          conversation={conversation}
          viewer={viewer}
          othersReadSeq={others.readSeq}
          onSeen={see}
          deliveries={deliveries}
        />
      )}
      {isLoaded && <TypingLine names={others.typingNames} />}
      {live.state === 'stopped' && (
        <p className={classes.notice} role="alert">
          {isSignedOut ? t.sessionEnded : failureText(live.failure, failures)}
        </p>
      )}
      {isClosed && <p className={classes.notice}>{t.closed}</p>}
      {isLoaded && !isClosed && notice}
      {isLoaded && !isClosed && (
        <Composer
          conversationId={conversationId}
          input={input}
          onSend={conversation.send}
          onTyping={others.reportTyping}
        />
      )}
    </section>
  )
}

/** Nothing counts before the first glance: whoever opens a conversation sees its end. */
function countUnseen(events: readonly ChatEvent[], side: ChatEvent['author']['side'], seenSeq: number): number {
  if (seenSeq === 0) return 0
  return events.filter(({ seq, author }) => seq > seenSeq && author.side !== side).length
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
