import Link from 'next/link'
import { useRouter } from 'next/router'
import { useEffect, useRef } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { consoleHref, consoleSections, sectionTexts } from './console-sections.ts'
import classes from './console-tabs.module.css'

/** From one page of the console to the others. */
export function ConsoleTabs() {
  const t = useText(sectionTexts)
  const { pathname } = useRouter()
  const nav = useRef<HTMLElement>(null)
  const present = consoleSections.find((section) => currentAt(pathname, section))
  // On a phone the tabs are wider than the window, and the present one may lie outside.
  useEffect(() => {
    nav.current?.querySelector(`[href$="/${present}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [present])
  return (
    <nav ref={nav} aria-label={t.label}>
      <ul className={classes.tabs}>
        {consoleSections.map((section) => (
          <li key={section}>
            <Link href={consoleHref(section)} className={classes.tab} aria-current={currentAt(pathname, section)}>
              {t.names[section]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** `page` on the section's own page, `true` on those below it. */
function currentAt(pathname: string, section: (typeof consoleSections)[number]): 'page' | 'true' | undefined {
  const href = consoleHref(section)
  if (pathname === href) return 'page'
  return pathname.startsWith(`${href}/`) ? 'true' : undefined
}
