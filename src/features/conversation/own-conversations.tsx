import Link from 'next/link'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { conversationTexts } from './conversation-texts.ts'
import { formatRecent } from './format-time.ts'
import classes from './own-conversations.module.css'
import { startTexts } from './start-texts.ts'

/** The visitor's earlier conversations; nothing when there are none or they cannot be read now. */
export function OwnConversations() {
  const t = useText(startTexts)
  const { generalSubject } = useText(conversationTexts)
  const locale = useLocale()
  const conversations = trpc.conversations.mine.useQuery().data ?? []
  if (conversations.length === 0) return null
  return (
    <nav className={classes.own} aria-labelledby="suas-conversas">
      <h2 id="suas-conversas" className={classes.title}>
        {t.ownTitle}
      </h2>
      <ul className={classes.list}>
        {conversations.map(({ id, product, preview, lastEventAt, status }) => (
          <li key={id}>
            <Link href={`/conversa/${id}`} className={classes.item}>
              <span className={classes.subject}>{product?.name ?? generalSubject}</span>
              <time className={classes.time} dateTime={lastEventAt}>
                {status === 'closed' ? t.ownClosed : formatRecent(new Date(lastEventAt), new Date(), locale)}
              </time>
              <span className={classes.preview}>{preview}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
