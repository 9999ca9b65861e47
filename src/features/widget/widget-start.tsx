import type { ReactNode } from 'react'
import { StartForm } from '#src/features/conversation/start-form.tsx'
import { useText } from '#src/i18n/use-text.ts'
import classes from './widget.module.css'
import { WidgetHeader } from './widget-header.tsx'
import { widgetTexts } from './widget-texts.ts'

interface WidgetStartProps {
  readonly productSlug: string
  readonly visitorName: string
  readonly onStarted: (conversationId: string) => unknown
  /** The way back, where there is something to go back to. */
  readonly children?: ReactNode
}

export function WidgetStart({ productSlug, visitorName, onStarted, children }: WidgetStartProps) {
  const t = useText(widgetTexts)
  return (
    <>
      <WidgetHeader>{children}</WidgetHeader>
      <main className={classes.body}>
        <p className={classes.lead}>{t.lead}</p>
        <StartForm productSlug={productSlug} visitorName={visitorName} onStarted={onStarted} />
      </main>
    </>
  )
}
