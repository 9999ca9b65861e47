import Link from 'next/link'
import { type InboxView, inboxView } from '#server/contracts/inbox.ts'
import { useText } from '#src/i18n/use-text.ts'
import { inboxHref } from './inbox-address.ts'
import { inboxTexts } from './inbox-texts.ts'
import classes from './view-tabs.module.css'

interface ViewTabsProps {
  readonly view: InboxView
  readonly selectedId: string | undefined
  /** The list holds only what the viewer takes part in. */
  readonly isOwn: boolean
}

/** Which of the open conversations are listed; an opened one stays open. */
export function ViewTabs({ view, selectedId, isOwn }: ViewTabsProps) {
  const t = useText(inboxTexts)
  const names = isOwn ? t.own.view : t.view
  return (
    <ul className={classes.tabs} aria-label={t.views}>
      {inboxView.options.map((option) => (
        <li key={option}>
          <Link
            href={inboxHref(option, selectedId)}
            scroll={false}
            shallow
            className={classes.tab}
            aria-current={option === view ? 'true' : undefined}
          >
            {names[option]}
          </Link>
        </li>
      ))}
    </ul>
  )
}
