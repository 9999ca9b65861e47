import Head from 'next/head'
import { useRouter } from 'next/router'
import { defaultLocale, locales } from '#server/contracts/locales.ts'
import { useLocale } from '#src/i18n/use-text.ts'
import { useSite } from './site-context.tsx'

interface PageHeadProps {
  /** Without the firm's name, which is appended. */
  readonly title: string
  readonly description?: string
  /** For pages that are nobody else's business (conversation, inbox, sign-in). */
  readonly isPrivate?: boolean
}

/** Title, description, sharing and search tags of a page. */
export function PageHead({ title, description, isPrivate = false }: PageHeadProps) {
  const site = useSite()
  const language = useLocale()
  const path = useRouter().asPath.replace(/[?#].*$/, '')
  const firmName = site?.firm.name
  const fullTitle = firmName && firmName !== title ? `${title} · ${firmName}` : title
  const addressIn = (code: string) =>
    `${site?.siteUrl}${code === defaultLocale ? '' : `/${code}`}${path === '/' ? '' : path}`
  return (
    <Head>
      <title>{fullTitle}</title>
      <meta property="og:title" content={fullTitle} />
      <meta property="og:type" content="website" />
      <meta property="og:locale" content={language.replace('-', '_')} />
      {firmName && <meta property="og:site_name" content={firmName} />}
      {description && <meta name="description" content={description} />}
      {description && <meta property="og:description" content={description} />}
      {isPrivate && <meta name="robots" content="noindex" />}
      {site && !isPrivate && <link rel="canonical" href={addressIn(language)} />}
      {site &&
        !isPrivate &&
        locales.map((code) => <link key={code} rel="alternate" hrefLang={code} href={addressIn(code)} />)}
    </Head>
  )
}
