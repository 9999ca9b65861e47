import type { WhatsappThread } from '#server/contracts/whatsapp.ts'
import { useText } from '#src/i18n/use-text.ts'
import { whatsappTexts } from './whatsapp-texts.ts'
import classes from './window-notice.module.css'

interface WindowNoticeProps {
  readonly thread: WhatsappThread
  readonly now: Date
}

/** Above the field to write, once WhatsApp takes no free text any more: what happens to what is written now. */
export function WindowNotice({ thread: { windowEndsAt, reopening }, now }: WindowNoticeProps) {
  const t = useText(whatsappTexts)
  if (windowEndsAt !== null && new Date(windowEndsAt) > now) return null
  return (
    <div className={classes.notice} role="status">
      <p>{t.windowClosed}</p>
      <p>{describeReopening(reopening, t)}</p>
    </div>
  )
}

function describeReopening(reopening: WhatsappThread['reopening'], t: (typeof whatsappTexts)['pt-BR']): string {
  switch (reopening?.state) {
    case undefined:
      return t.windowClosedNext
    case 'failed':
      return t.reopeningFailed(reopening.errorCode)
    case 'queued':
    case 'sending':
      return t.reopeningUnderWay
    default:
      return t.reopeningSent
  }
}
