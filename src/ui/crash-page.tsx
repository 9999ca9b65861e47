import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from './link-button.tsx'
import { MessagePage } from './message-page.tsx'
import { stateTexts } from './state-texts.ts'

/** A failure that nobody foresaw, on the server or in the browser. */
export function CrashPage({ code = 500 }: { readonly code?: number }) {
  const t = useText(stateTexts)
  return (
    <MessagePage code={code} title={t.crashed} text={t.crashedText}>
      <Button onClick={() => window.location.reload()}>{t.retry}</Button>
      <LinkButton href="/" variant="default">
        {t.home}
      </LinkButton>
    </MessagePage>
  )
}
