import { formatClock, formatDay, isSameDay } from '#src/features/conversation/format-time.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import type { LiveView } from './describe-live.ts'
import classes from './presence-line.module.css'
import { presenceTexts } from './presence-texts.ts'

type Counterpart = NonNullable<LiveView['counterpart']>

/** Whether the other side is here, or when they last were; nothing where that is not known. */
export function PresenceLine({ counterpart }: { readonly counterpart: Counterpart }) {
  const words = usePresenceWords(counterpart)
  if (words === undefined) return null
  return (
    <span className={classes.presence} data-presence={counterpart.presence}>
      <span className={classes.dot} aria-hidden />
      {words}
    </span>
  )
}

function usePresenceWords({ presence, lastSeenAt }: Counterpart): string | undefined {
  const t = useText(presenceTexts)
  const locale = useLocale()
  if (presence !== 'offline') return t[presence]
  if (lastSeenAt === null) return undefined
  const time = new Date(lastSeenAt)
  const now = new Date()
  const clock = formatClock(time, locale)
  return isSameDay(time, now) ? t.lastSeenAt(clock) : t.lastSeenOn(formatDay(time, now, locale), clock)
}
