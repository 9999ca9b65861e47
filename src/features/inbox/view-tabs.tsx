import Link from 'next/link'
import { type InboxView, inboxView } from '#server/contracts/inbox.ts'
import { useText } from '#src/i18n/use-text.ts'
import { inboxHref } from './inbox-address.ts'
import { inboxTexts } from './inbox-texts.ts'
import classes from './view-tabs.module.css'

interface ViewTabsProps {
  readonly view: InboxView
  readonly selectedId: string | undefined
}

/** Which of the open conversations are listed; an opened one stays open. */
export function ViewTabs({ view, selectedId }: ViewTabsProps) {
  const t = useText(inboxTexts)
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
            {t.view[option]}
          </Link>
        </li>
      ))}
    </ul>
  )
}
