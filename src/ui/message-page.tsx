import type { ReactNode } from 'react'
import { PageHead } from './page-head.tsx'
import { Shell } from './shell/shell.tsx'
import classes from './state.module.css'

interface MessagePageProps {
  readonly code: number
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}

/** A whole page that says one thing (404, 500, 503, 429), with its ways out as children. */
export function MessagePage({ code, title, text, children }: MessagePageProps) {
  return (
    <Shell>
      <PageHead title={title} isPrivate />
      <div className={classes.page}>
        <div className={classes.state}>
          <p className={classes.code}>{code}</p>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.text}>{text}</p>
          <div className={classes.actions}>{children}</div>
        </div>
      </div>
    </Shell>
  )
}
