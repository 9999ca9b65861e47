import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode, RefObject } from 'react'
import type { LiveView } from '#src/features/presence/describe-live.ts'
import { PresenceLine } from '#src/features/presence/presence-line.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { conversationTexts } from './conversation-texts.ts'
import classes from './thread-header.module.css'

export interface ThreadTitle {
  readonly title: string
  readonly subtitle: string
  /** Where the list of conversations is, for the way back; undefined where there is none. */
  readonly backHref: string | undefined
  /** On wide screens the list stands beside the thread already. */
  readonly isBackNarrowOnly: boolean
}

interface ThreadHeaderProps extends ThreadTitle {
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly counterpart: LiveView['counterpart']
  /** How the line is, and what can be done with the conversation. */
  readonly children: ReactNode
}

export function ThreadHeader(props: ThreadHeaderProps) {
  const { title, subtitle, backHref, isBackNarrowOnly, heading, counterpart, children } = props
  const t = useText(conversationTexts)
  return (
    <header className={classes.header}>
      {backHref !== undefined && (
        <ActionIcon
          component={Link}
          href={backHref}
          variant="subtle"
          color="gray"
          c="inherit"
          size={44}
          aria-label={t.backToList}
          className={classes.back}
          data-narrow-only={isBackNarrowOnly}
        >
          <IconArrowLeft size={20} stroke={1.5} />
        </ActionIcon>
      )}
      <div className={classes.names}>
        <h1 ref={heading} tabIndex={-1} className={classes.title} title={title}>
          {title}
        </h1>
        <p className={classes.about}>
          {counterpart && <PresenceLine counterpart={counterpart} />}
          <span className={classes.subtitle} title={subtitle}>
            {subtitle}
          </span>
        </p>
      </div>
      {children}
    </header>
  )
}
