import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import classes from './loading-lines.module.css'
import { stateTexts } from './state-texts.ts'

const widths = ['92%', '78%', '85%', '60%']

/** Placeholder of running text or of a list while it loads. */
export function LoadingLines({ lines = 4 }: { readonly lines?: number }) {
  const t = useText(stateTexts)
  return (
    <div className={classes.lines} role="status">
      <VisuallyHidden>{t.loading}</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => `line-${index}`).map((key, index) => (
        <Skeleton key={key} height={14} width={widths[index % widths.length] ?? '100%'} />
      ))}
    </div>
  )
}
