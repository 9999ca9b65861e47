import { Button } from '@mantine/core'
import { IconAlertCircle, IconClock } from '@tabler/icons-react'
import { useText } from '#src/i18n/use-text.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import type { OutgoingMessage } from './conversation-state.ts'
import { conversationTexts } from './conversation-texts.ts'
import classes from './message.module.css'
import { MessageText } from './message-text.tsx'

interface OutgoingRowProps {
  readonly message: OutgoingMessage
  readonly isGroupStart: boolean
  readonly onRetry: (clientMsgId: string) => void
  readonly onDiscard: (clientMsgId: string) => void
}

/** An own message before the server confirmed it. */
export function OutgoingRow({ message, isGroupStart, onRetry, onDiscard }: OutgoingRowProps) {
  const t = useText(conversationTexts)
  const isFailed = message.status === 'failed'
  return (
    <article className={classes.row} data-side="near" data-group={isGroupStart} data-status={message.status}>
      <div className={classes.bubble}>
        <MessageText text={message.body} />
        <span className={classes.time}>
          {isFailed ? <IconAlertCircle size={14} stroke={1.75} aria-hidden /> : <IconClock size={13} aria-hidden />}
          {isFailed ? t.notSent : t.sending}
        </span>
      </div>
      {message.failure && <FailedSend {...{ message, onRetry, onDiscard }} failure={message.failure} />}
    </article>
  )
}

type FailedSendProps = Omit<OutgoingRowProps, 'isGroupStart'> & {
  readonly failure: NonNullable<OutgoingMessage['failure']>
}

function FailedSend({ message, failure, onRetry, onDiscard }: FailedSendProps) {
  const t = useText(conversationTexts)
  const failures = useText(failureTexts)
  return (
    <div className={classes.failed} role="alert">
      <p>{failure.kind === 'conflict' ? t.closed : failureText(failure, failures)}</p>
      <div className={classes.failedActions}>
        <Button size="compact-sm" variant="light" onClick={() => onRetry(message.clientMsgId)}>
          {t.retry}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onDiscard(message.clientMsgId)}>
          {t.discard}
        </Button>
      </div>
    </div>
  )
}
