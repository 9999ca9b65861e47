import { useEffect } from 'react'
import { useUnreadCount } from '#src/features/notifications/use-notifications.ts'
import { tellHost } from './host-page.ts'

/** Tells the host page how much waits to be read. Shows nothing. */
export function WidgetUnread({ viewerId }: { readonly viewerId: string }) {
  const count = useUnreadCount(viewerId)
  useEffect(() => tellHost({ kind: 'unread', count }), [count])
  return null
}
