import { Button } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import type { ChatEvent } from '#server/contracts/events.ts'
import type { WhatsappDelivery } from '#server/contracts/whatsapp.ts'
import { isSentAgain } from '#src/features/whatsapp/find-sent-again.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { buildTimeline, type TimelineRow } from './build-timeline.ts'
import { hasEarlierEvents, lastSeq } from './conversation-state.ts'
import { conversationTexts } from './conversation-texts.ts'
import { formatDay } from './format-time.ts'
import classes from './message-log.module.css'
import { MessageRow } from './message-row.tsx'
import { OutgoingRow } from './outgoing-row.tsx'
import type { LiveConversation } from './use-conversation.ts'
import { useSeen } from './use-seen.ts'
import { useStickToBottom } from './use-stick-to-bottom.ts'

interface MessageLogProps {
  readonly conversationId: string
  readonly conversation: LiveConversation
  readonly viewer: { readonly id: string; readonly side: ChatEvent['author']['side'] }
  /** Up to where someone of the other side has read. */
  readonly othersReadSeq: number
  /** The reader has everything up to that event before their eyes. */
  readonly onSeen: (seq: number) => void
  /** By the id of the event, in a conversation over WhatsApp. */
  readonly deliveries?: ReadonlyMap<string, WhatsappDelivery> | undefined
}

/** The messages, newest at the end, scrolling by themselves. */
export function MessageLog(props: MessageLogProps) {
  const { conversationId, conversation, viewer, othersReadSeq, onSeen, deliveries } = props
  const t = useText(conversationTexts)
  const { state, outgoing, send, retry, discard } = conversation
  const { events } = state
  const { id, side } = viewer
  const rows = useMemo(() => buildTimeline({ events, outgoing, viewer: { id, side } }), [events, outgoing, id, side])
  const log = useRef<HTMLDivElement>(null)
  const last = rows.at(-1)
  const { hasNewBelow, scrollToBottom } = useStickToBottom({
    log,
    firstKey: events[0]?.id,
    lastKey: last?.key,
    isLastOwn: last?.kind === 'outgoing' || (last?.kind === 'event' && last.isOwn),
  })
  const deliveryOf = (event: ChatEvent) => deliveries && (deliveries.get(event.id) ?? 'none')
  const sendAgain = (event: ChatEvent) =>
    deliveries && !isSentAgain(event, { events, outgoing }) ? () => send(event.body) : undefined
  useSeen({ seq: lastSeq(state), isAtEnd: !hasNewBelow, onSeen })
  return (
    <div className={classes.frame}>
      <div ref={log} className={classes.log} role="log" aria-live="polite" aria-label={t.log}>
        <div className={classes.rows}>
          <Beginning conversationId={conversationId} conversation={conversation} />
          {rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              side={side}
              othersReadSeq={othersReadSeq}
              onRetry={retry}
              onDiscard={discard}
              deliveryOf={deliveryOf}
              sendAgain={sendAgain}
            />
          ))}
        </div>
      </div>
      {hasNewBelow && (
        <Button
          className={classes.newBelow}
          size="sm"
          leftSection={<IconArrowDown size={16} stroke={1.75} />}
          onClick={scrollToBottom}
        >
          {t.newBelow}
        </Button>
      )}
    </div>
  )
}

interface RowProps {
  readonly row: TimelineRow
  readonly side: MessageLogProps['viewer']['side']
  readonly othersReadSeq: number
  readonly onRetry: (clientMsgId: string) => void
  readonly onDiscard: (clientMsgId: string) => void
  readonly deliveryOf: (event: ChatEvent) => WhatsappDelivery | 'none' | undefined
  /** undefined where there is nothing to send again. */
  readonly sendAgain: (event: ChatEvent) => (() => void) | undefined
}

function Row({ row, side, othersReadSeq, onRetry, onDiscard, deliveryOf, sendAgain }: RowProps) {
  switch (row.kind) {
    case 'day':
      return <DaySeparator day={row.day} />
    case 'event':
      return (
        <MessageRow
          event={row.event}
          side={side}
          isOwn={row.isOwn}
          isRead={row.event.seq <= othersReadSeq}
          isGroupStart={row.isGroupStart}
          delivery={deliveryOf(row.event)}
          onSendAgain={sendAgain(row.event)}
        />
      )
    case 'outgoing':
      return (
        <OutgoingRow message={row.message} isGroupStart={row.isGroupStart} onRetry={onRetry} onDiscard={onDiscard} />
      )
  }
}

function DaySeparator({ day }: { readonly day: Date }) {
  const locale = useLocale()
  return (
    <p className={classes.day}>
      <span className={classes.dayName}>{formatDay(day, new Date(), locale)}</span>
    </p>
  )
}

/** What stands above the first message: the way to earlier ones, or the word that there are none. */
function Beginning({ conversationId, conversation }: Pick<MessageLogProps, 'conversationId' | 'conversation'>) {
  const t = useText(conversationTexts)
  const failures = useText(failureTexts)
  const { client } = trpc.useUtils()
  const { events } = conversation.state
  const earlier = useMutation({
    mutationFn: (beforeSeq: number) => client.messages.list.query({ conversationId, beforeSeq }),
    onSuccess: conversation.addEarlier,
  })
  const first = events[0]
  if (!first) return <p className={classes.note}>{t.firstMessage}</p>
  if (!hasEarlierEvents({ events })) return <p className={classes.note}>{t.beginning}</p>
  return (
    <div className={classes.earlier}>
      <Button variant="subtle" size="sm" loading={earlier.isPending} onClick={() => earlier.mutate(first.seq)}>
        {t.earlier}
      </Button>
      {earlier.error && <p role="alert">{failureText(readFailure(earlier.error), failures)}</p>}
    </div>
  )
}
