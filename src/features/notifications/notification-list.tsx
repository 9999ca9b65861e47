import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { NotificationItem } from './notification-item.tsx'
import classes from './notification-list.module.css'
import { notificationTexts } from './notification-texts.ts'
import { useNotificationList } from './use-notifications.ts'

interface NotificationListProps {
  readonly unread: number
  readonly conversationHref: (conversationId: string) => string
}

export function NotificationList({ unread, conversationHref }: NotificationListProps) {
  const t = useText(notificationTexts)
  const failures = useText(failureTexts)
  const list = useNotificationList()
  const { items, failure } = list
  return (
    <div className={classes.panel}>
      <header className={classes.header}>
        <h2 className={classes.title}>{t.title}</h2>
        {unread > 0 && (
          <Button size="compact-sm" variant="subtle" loading={list.isMarking} onClick={list.markAllRead}>
            {t.markAllRead}
          </Button>
        )}
      </header>
      {list.hasMarkFailed && (
        <p className={classes.failure} role="alert">
          {t.markFailed}
        </p>
      )}
      {failure && (
        <div className={classes.state}>
          <ErrorState text={failureText(failure, failures)} onRetry={list.reload} isRetrying={list.isReading} />
        </div>
      )}
      {!failure && !items && (
        <div className={classes.state}>
          <LoadingLines lines={4} />
        </div>
      )}
      {items?.length === 0 && (
        <div className={classes.state}>
          <p>{t.empty}</p>
          <p className={classes.hint}>{t.emptyText}</p>
        </div>
      )}
      {items && items.length > 0 && (
        <ul className={classes.list}>
          {items.map((notification) => (
            <li key={notification.seq}>
              <NotificationItem notification={notification} conversationHref={conversationHref} />
            </li>
          ))}
        </ul>
      )}
      {list.hasMore && (
        <Button className={classes.more} variant="subtle" size="sm" loading={list.isReading} onClick={list.showMore}>
          {t.more}
        </Button>
      )}
    </div>
  )
}
