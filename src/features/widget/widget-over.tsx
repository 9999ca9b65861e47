import { Button } from '@mantine/core'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import classes from './widget.module.css'
import { WidgetHeader } from './widget-header.tsx'
import { widgetTexts } from './widget-texts.ts'

/** The frame's session has ended: most often because its visitor confirmed an address somewhere else. */
export function WidgetOver({ onStartAgain }: { readonly onStartAgain: () => void }) {
  const t = useText(widgetTexts)
  const prefix = useLocale() === 'en' ? '/en' : ''
  return (
    <>
      <WidgetHeader />
      <main className={classes.body}>
        <ErrorState
          title={t.overTitle}
          text={t.overText}
          action={
            <>
              <Button component="a" href={`${prefix}/conversa`} target="_blank" rel="noopener">
                {t.toSite}
              </Button>
              <Button variant="default" onClick={onStartAgain}>
                {t.startAgain}
              </Button>
            </>
          }
        />
      </main>
    </>
  )
}
