import { Burger } from '@mantine/core'
import Link from 'next/link'
import { useRouter } from 'next/router'
import { type ReactNode, useEffect, useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '../link-button.tsx'
import { useSite } from '../site-context.tsx'
import { ColorSchemeSwitch } from './color-scheme-switch.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { shellTexts } from './shell-texts.ts'
import classes from './site-header.module.css'

interface SiteHeaderProps {
  readonly actions: ReactNode
  readonly tools: ReactNode
  readonly isCompact: boolean
}

export function SiteHeader({ actions, tools, isCompact }: SiteHeaderProps) {
  const t = useText(shellTexts)
  const firmName = useSite()?.firm.name
  const [isOpen, setIsOpen] = useMenuState()
  const hasNavigation = !actions && !isCompact
  return (
    <header className={classes.header} data-compact={isCompact || undefined}>
      <div className={classes.bar}>
        <Link href="/" className={classes.firm}>
          {firmName ?? '\u00a0'}
        </Link>
        {hasNavigation && (
          <nav aria-label={t.mainNavigation} className={classes.wideNavigation}>
            <NavigationLinks />
          </nav>
        )}
        <div className={classes.tools}>
          <span className={classes.wideTool}>
            <LanguageSwitch />
          </span>
          <span className={classes.wideTool}>
            <ColorSchemeSwitch />
          </span>
          {tools}
          {actions}
          {hasNavigation && (
            <LinkButton href="/conversa" size="sm" className={classes.talk}>
              <span className={classes.talkLong}>{t.talk}</span>
              <span className={classes.talkShort}>{t.talkShort}</span>
            </LinkButton>
          )}
          {hasNavigation && (
            <Burger
              className={classes.burger}
              size="sm"
              opened={isOpen}
              onClick={() => setIsOpen(!isOpen)}
              aria-label={t.menu}
              aria-expanded={isOpen}
              aria-controls="menu"
            />
          )}
        </div>
      </div>
      {hasNavigation && (
        <nav id="menu" aria-label={t.menu} hidden={!isOpen} className={classes.narrowNavigation}>
          <NavigationLinks />
          <div className={classes.narrowTools}>
            <LanguageSwitch />
            <ColorSchemeSwitch />
          </div>
        </nav>
      )}
    </header>
  )
}

function NavigationLinks() {
  const t = useText(shellTexts)
  return (
    <>
      <Link href="/#areas">{t.areas}</Link>
      <Link href="/#como-atendemos">{t.how}</Link>
      <Link href="/#equipe">{t.team}</Link>
    </>
  )
}

/** The narrow menu closes when a link in it was followed, and on Escape. */
function useMenuState() {
  const [isOpen, setIsOpen] = useState(false)
  const { events } = useRouter()
  useEffect(() => {
    const close = () => setIsOpen(false)
    const closeOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && close()
    events.on('routeChangeComplete', close)
    events.on('hashChangeComplete', close)
    window.addEventListener('keydown', closeOnEscape)
    return () => {
      events.off('routeChangeComplete', close)
      events.off('hashChangeComplete', close)
      window.removeEventListener('keydown', closeOnEscape)
    }
  }, [events])
  return [isOpen, setIsOpen] as const
}
