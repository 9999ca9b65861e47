import Link from 'next/link'
import { useRouter } from 'next/router'
import { locales } from '#server/contracts/locales.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import classes from './language-switch.module.css'
import { shellTexts } from './shell-texts.ts'

const names = {
  'pt-BR': { short: 'PT', full: 'Português' },
  en: { short: 'EN', full: 'English' },
} as const

/** Rendered ahead of time, so they do not know the address they stand at. */
const errorPages = new Set(['/404', '/500', '/_error'])

/** The same page in the other language. */
export function LanguageSwitch() {
  const t = useText(shellTexts)
  const current = useLocale()
  const { asPath, pathname } = useRouter()
  const href = errorPages.has(pathname) ? '/' : withoutHash(asPath)
  return (
    <ul className={classes.languages} aria-label={t.language}>
      {locales.map((language) => (
        <li key={language}>
          <Link
            href={href}
            locale={language}
            lang={language}
            hrefLang={language}
            scroll={false}
            aria-label={names[language].full}
            aria-current={language === current ? 'true' : undefined}
          >
            {names[language].short}
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** The server never sees the hash, and both must render the same link. */
const withoutHash = (path: string): string => path.replace(/#.*/, '')
