import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import Link from 'next/link'
import type { RefObject } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import type { LiveStatus } from '#src/trpc/use-live-subscription.ts'
import { ConnectionIndicator } from './connection-indicator.tsx'
import { conversationTexts } from './conversation-texts.ts'
import classes from './thread-header.module.css'

export interface ThreadTitle {
  readonly title: string
  readonly subtitle: string
  /** Where the list of conversations is, for the way back. */
  readonly backHref: string
  /** On wide screens the list stands beside the thread already. */
  readonly isBackNarrowOnly: boolean
}

interface ThreadHeaderProps extends ThreadTitle {
  readonly heading: RefObject<HTMLHeadingElement | null>
  /** Absent while there is nothing to keep live. */
  readonly live: LiveStatus | undefined
}

export function ThreadHeader({ title, subtitle, backHref, isBackNarrowOnly, heading, live }: ThreadHeaderProps) {
  const t = useText(conversationTexts)
  return (
    <header className={classes.header}>
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
      <div className={classes.names}>
        <h1 ref={heading} tabIndex={-1} className={classes.title} title={title}>
          {title}
        </h1>
        <p className={classes.subtitle}>{subtitle}</p>
      </div>
      {live && <ConnectionIndicator live={live} />}
    </header>
  )
}
