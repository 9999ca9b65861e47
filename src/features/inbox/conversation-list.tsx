import { VisuallyHidden } from '@mantine/core'
import { IconBrandWhatsapp } from '@tabler/icons-react'
import Link from 'next/link'
import type { InboxRow, InboxView } from '#server/contracts/inbox.ts'
import { formatRecent } from '#src/features/conversation/format-time.ts'
import { whatsappTexts } from '#src/features/whatsapp/whatsapp-texts.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { Initials } from '#src/ui/initials.tsx'
import classes from './conversation-list.module.css'
import { inboxHref } from './inbox-address.ts'
import { unreadOf } from './inbox-state.ts'
import { inboxTexts } from './inbox-texts.ts'
import { useNow } from './use-now.ts'

interface ConversationListProps {
  readonly rows: readonly InboxRow[]
  readonly view: InboxView
  readonly viewerId: string
  readonly selectedId: string | undefined
}

export function ConversationList({ rows, view, viewerId, selectedId }: ConversationListProps) {
  const now = useNow()
  return (
    <ul className={classes.list}>
      {rows.map((row) => (
        <li key={row.id}>
          <ConversationItem
            row={row}
            href={inboxHref(view, row.id)}
            isSelected={row.id === selectedId}
            isMine={row.assignee?.id === viewerId}
            now={now}
          />
        </li>
      ))}
    </ul>
  )
}

interface ConversationItemProps {
  readonly row: InboxRow
  readonly href: string
  readonly isSelected: boolean
  readonly isMine: boolean
  readonly now: Date
}

function ConversationItem({ row, href, isSelected, isMine, now }: ConversationItemProps) {
  const t = useText(inboxTexts)
  const names = useText(whatsappTexts)
  const locale = useLocale()
  const { visitor, assignee, product, preview, lastEventAt, channel } = row
  const unread = unreadOf(row)
  return (
    <Link
      href={href}
      scroll={false}
      className={classes.item}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={unread > 0 || undefined}
    >
      <Initials name={visitor.name} sizePx={40} />
      <span className={classes.name}>
        {visitor.name}
        {unread > 0 && <VisuallyHidden> ({t.unread(unread)})</VisuallyHidden>}
      </span>
      <time className={classes.time} dateTime={lastEventAt}>
        {formatRecent(new Date(lastEventAt), now, locale)}
      </time>
      <span className={classes.service}>
        {channel === 'whatsapp' && (
          <IconBrandWhatsapp size={15} stroke={1.75} className={classes.channel} aria-hidden />
        )}
        {channel === 'whatsapp' ? names.whatsapp : (product?.name ?? t.generalSubject)}
      </span>
      <span className={classes.assignee} data-nobody={assignee === null}>
        {isMine ? t.mine : (assignee?.name ?? t.unassigned)}
      </span>
      <span className={classes.preview}>{preview}</span>
      {unread > 0 && (
        <span className={classes.mark} aria-hidden>
          {unread > mostShown ? `${mostShown}+` : unread}
        </span>
      )}
    </Link>
  )
}

const mostShown = 99
