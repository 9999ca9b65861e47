import type { ReactNode } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import classes from './shell.module.css'
import { shellTexts } from './shell-texts.ts'
import { SiteFooter } from './site-footer.tsx'
import { SiteHeader } from './site-header.tsx'

interface ShellProps {
  /** `page` scrolls and ends in the footer; `app` fills the window exactly and leaves scrolling to its content. */
  readonly variant?: 'page' | 'app'
  /** Takes the place of the header's navigation and call (who is signed in, sign out). */
  readonly actions?: ReactNode
  /** Stands beside the header's own tools, on every width. */
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** The frame of every page: skip link, header, main, footer. */
export function Shell({ variant = 'page', actions, tools, children }: ShellProps) {
  const t = useText(shellTexts)
  return (
    <div className={classes.shell} data-variant={variant}>
      <a href="#conteudo" className={classes.skip}>
        {t.skip}
      </a>
      <SiteHeader actions={actions} tools={tools} isCompact={variant === 'app'} />
      <main id="conteudo" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {variant === 'page' && <SiteFooter />}
    </div>
  )
}
