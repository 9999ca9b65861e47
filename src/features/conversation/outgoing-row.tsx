import { Button } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconClock } from '@tabler/icons-react'
import type { OutboxMessage, SendState } from '#src/features/outbox/outbox-message.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { type FailureTexts, failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { conversationTexts } from './conversation-texts.ts'
import { formatClock } from './format-time.ts'
import classes from './message.module.css'
import { MessageText } from './message-text.tsx'

interface OutgoingRowProps {
  readonly message: OutboxMessage
  readonly isGroupStart: boolean
  readonly onRetry: (clientMsgId: string) => void
  readonly onDiscard: (clientMsgId: string) => void
}

/** An own message that does not stand among the events yet. */
export function OutgoingRow({ message, isGroupStart, onRetry, onDiscard }: OutgoingRowProps) {
  const { state, body } = message
  return (
    <article className={classes.row} data-side="near" data-group={isGroupStart} data-status={state.kind}>
      <div className={classes.bubble}>
        <MessageText text={body} />
        <span className={classes.time}>
          <SendMark message={message} />
        </span>
      </div>
      {(state.kind === 'delayed' || state.kind === 'failed') && (
        <StuckMessage
          state={state}
          onRetry={() => onRetry(message.clientMsgId)}
          onDiscard={() => onDiscard(message.clientMsgId)}
        />
      )}
    </article>
  )
}

function SendMark({ message: { state, createdAtMs } }: Pick<OutgoingRowProps, 'message'>) {
  const t = useText(conversationTexts)
  const locale = useLocale()
  switch (state.kind) {
    case 'sending':
    case 'delayed':
      return (
        <>
          <IconClock size={13} aria-hidden />
          {state.kind === 'sending' ? t.sending : t.waiting}
        </>
      )
    case 'failed':
      return (
        <>
          <IconAlertCircle size={14} stroke={1.75} aria-hidden />
          {t.notSent}
        </>
      )
    case 'stored':
      return (
        <>
          {formatClock(new Date(createdAtMs), locale)}
          <IconCheck size={14} stroke={1.75} role="img" aria-label={t.sent} />
        </>
      )
  }
}

interface StuckMessageProps {
  readonly state: Extract<SendState, { kind: 'delayed' | 'failed' }>
  readonly onRetry: () => void
  readonly onDiscard: () => void
}

function StuckMessage({ state, onRetry, onDiscard }: StuckMessageProps) {
  const t = useText(conversationTexts)
  const failures = useText(failureTexts)
  const isFailed = state.kind === 'failed'
  return (
    <div className={classes.stuck} role={isFailed ? 'alert' : 'status'} data-failed={isFailed}>
      <p>{describeProblem(state, t, failures)}</p>
      <div className={classes.stuckActions}>
        <Button size="compact-sm" variant="light" onClick={onRetry}>
          {isFailed ? t.retry : t.retryNow}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onDiscard}>
          {t.discard}
        </Button>
      </div>
    </div>
  )
}

type ConversationTexts = (typeof conversationTexts)['pt-BR']

function describeProblem(
  { kind, problem }: StuckMessageProps['state'],
  t: ConversationTexts,
  failures: FailureTexts,
): string {
  if (problem.kind === 'outdated') return t.outdated
  if (problem.kind === 'conflict') return t.closed
  if (kind === 'failed') return failureText(problem, failures)
  if (problem.kind === 'limited') return t.delayedByLimit
  return problem.kind === 'offline' ? t.delayedOffline : t.delayedByService
}
