import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import type { LoadFailure } from './load-failure.ts'
import { MessagePage } from './message-page.tsx'
import { stateTexts } from './state-texts.ts'

/** Shown in place of a page whose data the server could not load. */
export function FailurePage({ failure }: { readonly failure: LoadFailure }) {
  const t = useText(stateTexts)
  const isBusy = failure.status === 429
  return (
    <MessagePage
      code={failure.status}
      title={isBusy ? t.busy : t.unavailable}
      text={isBusy ? t.busyText(failure.retryAfterSeconds) : t.unavailableText}
    >
      <Button onClick={() => window.location.reload()}>{t.retry}</Button>
    </MessagePage>
  )
}
