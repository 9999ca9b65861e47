import type { ChatEvent } from '#server/contracts/events.ts'
import { useLocale } from '#src/i18n/use-text.ts'
import { formatClock } from './format-time.ts'
import classes from './message.module.css'
import { MessageText } from './message-text.tsx'

interface MessageRowProps {
  readonly event: ChatEvent
  /** Whose side of the conversation the reader is on. */
  readonly side: ChatEvent['author']['side']
  readonly isOwn: boolean
  readonly isGroupStart: boolean
}

/** One durable event. A kind that the contracts add fails to compile here until it is shown. */
export function MessageRow({ event, side, isOwn, isGroupStart }: MessageRowProps) {
  const locale = useLocale()
  switch (event.kind) {
    case 'message':
      return (
        <article
          className={classes.row}
          data-side={event.author.side === side ? 'near' : 'far'}
          data-group={isGroupStart}
        >
          {isGroupStart && !isOwn && <p className={classes.author}>{event.author.name}</p>}
          <div className={classes.bubble}>
            <MessageText text={event.body} />
            <time className={classes.time} dateTime={event.createdAt}>
              {formatClock(new Date(event.createdAt), locale)}
            </time>
          </div>
        </article>
      )
    default:
      return unknownKind(event.kind)
  }
}

/** A newer server may send what this page does not know yet: show nothing rather than break. */
const unknownKind = (_kind: never): null => null
