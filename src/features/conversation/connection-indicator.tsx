import { useText } from '#src/i18n/use-text.ts'
import type { LiveStatus } from '#src/trpc/use-live-subscription.ts'
import classes from './connection-indicator.module.css'
import { conversationTexts } from './conversation-texts.ts'
import { useIsOnline } from './use-is-online.ts'

/** Whether new messages arrive by themselves right now. Announced when it changes. */
export function ConnectionIndicator({ live }: { readonly live: LiveStatus }) {
  const t = useText(conversationTexts)
  const isOnline = useIsOnline()
  const state = isOnline || live.state === 'stopped' ? live.state : 'offline'
  const label = {
    connecting: t.connecting,
    live: t.live,
    reconnecting: t.reconnecting,
    offline: t.offline,
    stopped: t.disconnected,
  }[state]
  return (
    <p className={classes.indicator} role="status" data-state={state}>
      <span className={classes.dot} aria-hidden />
      {label}
    </p>
  )
}
