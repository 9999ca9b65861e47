import { VisuallyHidden } from '@mantine/core'
import Link from 'next/link'
import type { Conversation } from '#server/contracts/conversations.ts'
import { formatRecent } from '#src/features/conversation/format-time.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { Initials } from '#src/ui/initials.tsx'
import classes from './conversation-list.module.css'
import { inboxTexts } from './inbox-texts.ts'
import type { SeenMap } from './seen-store.ts'
import { useNow } from './use-now.ts'

interface ConversationListProps {
  readonly conversations: readonly Conversation[]
  readonly selectedId: string | undefined
  readonly seen: SeenMap
}

export function ConversationList({ conversations, selectedId, seen }: ConversationListProps) {
  const now = useNow()
  return (
    <ul className={classes.list}>
      {conversations.map((conversation) => (
        <li key={conversation.id}>
          <ConversationItem
            conversation={conversation}
            isSelected={conversation.id === selectedId}
            isUnread={conversation.id !== selectedId && isUnread(conversation, seen)}
            now={now}
          />
        </li>
      ))}
    </ul>
  )
}

/** Whether something was said that this browser has not shown. */
export const isUnread = ({ id, headSeq }: Conversation, seen: SeenMap): boolean => headSeq > (seen[id] ?? 0)

interface ConversationItemProps {
  readonly conversation: Conversation
  readonly isSelected: boolean
  readonly isUnread: boolean
  readonly now: Date
}

function ConversationItem({ conversation, isSelected, isUnread, now }: ConversationItemProps) {
  const t = useText(inboxTexts)
  const locale = useLocale()
  const { id, visitor, product, preview, lastEventAt } = conversation
  return (
    <Link
      href={`/painel/${id}`}
      scroll={false}
      className={classes.item}
      aria-current={isSelected ? 'true' : undefined}
      data-unread={isUnread || undefined}
    >
      <Initials name={visitor.name} sizePx={40} />
      <span className={classes.name}>
        {visitor.name}
        {isUnread && <VisuallyHidden> ({t.unread})</VisuallyHidden>}
      </span>
      <time className={classes.time} dateTime={lastEventAt}>
        {formatRecent(new Date(lastEventAt), now, locale)}
      </time>
      <span className={classes.service}>{product?.name ?? t.generalSubject}</span>
      <span className={classes.preview}>{preview}</span>
      {isUnread && <span className={classes.mark} aria-hidden />}
    </Link>
  )
}
