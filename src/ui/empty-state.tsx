import type { ReactNode } from 'react'
import classes from './state.module.css'

interface EmptyStateProps {
  readonly title: string
  readonly text?: string
  /** What the person can do about it: a button or a link. */
  readonly action?: ReactNode
}

/** Nothing here yet, said in words, with a way on. */
export function EmptyState({ title, text, action }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      <h2 className={classes.title}>{title}</h2>
      {text && <p className={classes.text}>{text}</p>}
      {action && <div className={classes.actions}>{action}</div>}
    </div>
  )
}
