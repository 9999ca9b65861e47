import { VisuallyHidden } from '@mantine/core'
import Link from 'next/link'
import type { Notification } from '#server/contracts/notifications.ts'
import { formatRecent } from '#src/features/conversation/format-time.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import classes from './notification-list.module.css'
import { notificationTexts } from './notification-texts.ts'

interface NotificationItemProps {
  readonly notification: Notification
  readonly conversationHref: (conversationId: string) => string
}

/** One notification; reading its conversation reads it too. */
export function NotificationItem({ notification, conversationHref }: NotificationItemProps) {
  const t = useText(notificationTexts)
  const locale = useLocale()
  const { kind, conversationId, actorName, subject, createdAt, readAt } = notification
  const isUnread = readAt === null
  const content = (
    <>
      <span className={classes.what}>
        {t[kind](actorName)}
        {isUnread && <VisuallyHidden> ({t.unread})</VisuallyHidden>}
      </span>
      <time className={classes.time} dateTime={createdAt}>
        {formatRecent(new Date(createdAt), new Date(), locale)}
      </time>
      <span className={classes.subject}>{subject ?? t.generalSubject}</span>
      {isUnread && <span className={classes.mark} aria-hidden />}
    </>
  )
  if (conversationId === null) return <div className={classes.item}>{content}</div>
  return (
    <Link
      href={conversationHref(conversationId)}
      scroll={false}
      className={classes.item}
      data-unread={isUnread || undefined}
    >
      {content}
    </Link>
  )
}
