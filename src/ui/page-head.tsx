import Head from 'next/head'
import { useLocale } from '#src/i18n/use-text.ts'
import { useSite } from './site-context.tsx'

interface PageHeadProps {
  /** Without the firm's name, which is appended. */
  readonly title: string
  readonly description?: string
  /** For pages that are nobody else's business (conversation, inbox, sign-in). */
  readonly isPrivate?: boolean
}

/** Title, description and sharing tags of a page. */
export function PageHead({ title, description, isPrivate = false }: PageHeadProps) {
  const firmName = useSite()?.firm.name
  const language = useLocale()
  const fullTitle = firmName && firmName !== title ? `${title} · ${firmName}` : title
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
    </Head>
  )
}
