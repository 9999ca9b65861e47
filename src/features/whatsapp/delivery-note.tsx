import { Button } from '@mantine/core'
import type { WhatsappDelivery } from '#server/contracts/whatsapp.ts'
import { useText } from '#src/i18n/use-text.ts'
import classes from './delivery.module.css'
import { whatsappTexts } from './whatsapp-texts.ts'

interface DeliveryNoteProps {
  readonly delivery: WhatsappDelivery
  /** Absent where it was sent again already. */
  readonly onSendAgain: (() => void) | undefined
}

/** What whoever wrote a message should know of its delivery; nothing while all is well. */
export function DeliveryNote({ delivery: { state, errorCode }, onSendAgain }: DeliveryNoteProps) {
  const t = useText(whatsappTexts)
  if (state === 'held') return <p className={classes.note}>{t.heldNote}</p>
  if (state !== 'unknown' && state !== 'failed') return null
  return (
    <div className={classes.note} role="status" data-failed={state === 'failed'}>
      <p>{state === 'unknown' ? t.unknownNote : t.failedNote(errorCode)}</p>
      {onSendAgain && (
        <Button className={classes.again} size="compact-sm" variant="light" onClick={onSendAgain}>
          {t.sendAgain}
        </Button>
      )}
    </div>
  )
}
