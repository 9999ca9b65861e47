import { IconCheck, IconChecks } from '@tabler/icons-react'
import type { ChatEvent } from '#server/contracts/events.ts'
import type { WhatsappDelivery } from '#server/contracts/whatsapp.ts'
import { DeliveryMark } from '#src/features/whatsapp/delivery-mark.tsx'
import { DeliveryNote } from '#src/features/whatsapp/delivery-note.tsx'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { conversationTexts } from './conversation-texts.ts'
import { formatClock } from './format-time.ts'
import classes from './message.module.css'
import { MessageText } from './message-text.tsx'

interface MessageRowProps {
  readonly event: ChatEvent
  /** Whose side of the conversation the reader is on. */
  readonly side: ChatEvent['author']['side']
  readonly isOwn: boolean
  /** Someone of the other side has read it. */
  readonly isRead: boolean
  readonly isGroupStart: boolean
  /** What became of it on WhatsApp, where it went there; 'none' while that is not known. */
  readonly delivery?: WhatsappDelivery | 'none' | undefined
  readonly onSendAgain?: (() => void) | undefined
}

/** One durable event. A kind that the contracts add fails to compile here until it is shown. */
export function MessageRow(props: MessageRowProps) {
  const { event, side, isOwn, isRead, isGroupStart, delivery, onSendAgain } = props
  const locale = useLocale()
  switch (event.kind) {
    case 'message': {
      const isNear = event.author.side === side
      return (
        <article className={classes.row} data-side={isNear ? 'near' : 'far'} data-group={isGroupStart}>
          {isGroupStart && !isOwn && <p className={classes.author}>{event.author.name}</p>}
          <div className={classes.bubble}>
            {event.body === '' ? <ErasedText /> : <MessageText text={event.body} />}
            <time className={classes.time} dateTime={event.createdAt}>
              {formatClock(new Date(event.createdAt), locale)}
              {isNear && delivery === undefined && <ReadMark isRead={isRead} />}
              {isNear && isKnown(delivery) && <DeliveryMark state={delivery.state} />}
            </time>
          </div>
          {isNear && isKnown(delivery) && <DeliveryNote delivery={delivery} onSendAgain={onSendAgain} />}
        </article>
      )
    }
    default:
      return unknownKind(event.kind)
  }
}

const isKnown = (delivery: MessageRowProps['delivery']): delivery is WhatsappDelivery =>
  delivery !== undefined && delivery !== 'none'

/** The only message without a word is one that was erased. */
function ErasedText() {
  const t = useText(conversationTexts)
  return <p className={classes.erased}>{t.erased}</p>
}

function ReadMark({ isRead }: Pick<MessageRowProps, 'isRead'>) {
  const t = useText(conversationTexts)
  const Icon = isRead ? IconChecks : IconCheck
  const label = isRead ? t.read : t.sent
  return <Icon size={15} stroke={1.75} role="img" aria-label={label} data-read={isRead} className={classes.mark} />
}

/** A newer server may send what this page does not know yet: show nothing rather than break. */
const unknownKind = (_kind: never): null => null
