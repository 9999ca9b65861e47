import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import classes from './state.module.css'
import { stateTexts } from './state-texts.ts'

interface ErrorStateProps {
  readonly title?: string
  readonly text?: string
  /** Shows the retry button. */
  readonly onRetry?: () => void
  readonly isRetrying?: boolean
  readonly action?: ReactNode
}

/** Something failed: says what, and offers to try again. Announced to screen readers. */
export function ErrorState({ title, text, onRetry, isRetrying = false, action }: ErrorStateProps) {
  const t = useText(stateTexts)
  return (
    <div className={classes.state} role="alert">
      <h2 className={classes.title}>{title ?? t.failed}</h2>
      <p className={classes.text}>{text ?? t.failedText}</p>
      <div className={classes.actions}>
        {onRetry && (
          <Button onClick={onRetry} loading={isRetrying}>
            {t.retry}
          </Button>
        )}
        {action}
      </div>
    </div>
  )
}
