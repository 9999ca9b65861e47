import '@mantine/core/styles/Popover.css'
import { ActionIcon, Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useRouter } from 'next/router'
import { useEffect, useEffectEvent, useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import classes from './notification-bell.module.css'
import { NotificationList } from './notification-list.tsx'
import { notificationTexts } from './notification-texts.ts'
import { useUnreadCount } from './use-notifications.ts'

interface NotificationBellProps {
  readonly viewerId: string
  /** Where a conversation is read by this person. */
  readonly conversationHref: (conversationId: string) => string
}

/** What happened while the person was not looking: how much, and on demand what. */
export function NotificationBell({ viewerId, conversationHref }: NotificationBellProps) {
  const t = useText(notificationTexts)
  const unread = useUnreadCount(viewerId)
  const [isOpen, setIsOpen] = useState(false)
  useCloseOnNavigation(() => setIsOpen(false))
  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-end"
      width="min(23rem, calc(100vw - 1rem))"
      shadow="sm"
      withinPortal
      trapFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={40}
          c="inherit"
          className={classes.bell}
          aria-label={t.bell(unread)}
          onClick={() => setIsOpen(!isOpen)}
        >
          <IconBell size={20} stroke={1.5} />
          {unread > 0 && (
            <span className={classes.count} aria-hidden>
              {unread > mostShown ? `${mostShown}+` : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t.title}>
        {isOpen && <NotificationList unread={unread} conversationHref={conversationHref} />}
      </Popover.Dropdown>
    </Popover>
  )
}

const mostShown = 99

function useCloseOnNavigation(close: () => void): void {
  const { events } = useRouter()
  const onStart = useEffectEvent(close)
  useEffect(() => {
    const listener = () => onStart()
    events.on('routeChangeStart', listener)
    return () => events.off('routeChangeStart', listener)
  }, [events])
}
