import { useText } from '#src/i18n/use-text.ts'
import type { LiveStatus } from '#src/trpc/live-subscription.ts'
import classes from './connection-indicator.module.css'
import { conversationTexts } from './conversation-texts.ts'
import type { CatchingUp } from './use-catching-up.ts'
import { useIsOnline } from './use-is-online.ts'

interface ConnectionIndicatorProps {
  readonly live: LiveStatus
  readonly catchingUp?: CatchingUp
}

/** Whether new messages arrive by themselves right now. Announced when it changes. */
export function ConnectionIndicator({ live, catchingUp }: ConnectionIndicatorProps) {
  const t = useText(conversationTexts)
  const isOnline = useIsOnline()
  const state = describeConnection(live, catchingUp, isOnline)
  const label = {
    connecting: t.connecting,
    live: t.live,
    reconnecting: t.reconnecting,
    behind: t.behind,
    resynced: t.resynced,
    offline: t.offline,
    stopped: t.disconnected,
  }[state]
  return (
    <p className={classes.indicator} role="status" aria-label={t.connection} data-state={state}>
      <span className={classes.dot} aria-hidden />
      <span className={classes.label}>{label}</span>
    </p>
  )
}

function describeConnection({ state }: LiveStatus, catchingUp: CatchingUp, isOnline: boolean) {
  if (state === 'stopped') return state
  if (!isOnline) return 'offline'
  return state === 'live' ? (catchingUp ?? state) : state
}
