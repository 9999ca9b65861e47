import Link from 'next/link'
import { useText } from '#src/i18n/use-text.ts'
import { useSite } from '../site-context.tsx'
import { shellTexts } from './shell-texts.ts'
import classes from './site-footer.module.css'

export function SiteFooter() {
  const t = useText(shellTexts)
  const firm = useSite()?.firm
  return (
    <footer className={classes.footer}>
      <div className={classes.inner}>
        <div className={classes.firm}>
          <p className={classes.name}>{firm?.name}</p>
          {firm?.registration && <p>{firm.registration}</p>}
        </div>
        <address className={classes.contact} aria-label={t.contact}>
          {firm?.address && <p>{firm.address}</p>}
          {firm?.phone && <a href={`tel:${firm.phone.replace(/[^+\d]/g, '')}`}>{firm.phone}</a>}
          {firm && <a href={`mailto:${firm.email}`}>{firm.email}</a>}
        </address>
        <div className={classes.notice}>
          <p>{t.notice}</p>
          <Link href="/privacidade">{t.privacy}</Link>
          <Link href="/painel">{t.staff}</Link>
        </div>
      </div>
    </footer>
  )
}
