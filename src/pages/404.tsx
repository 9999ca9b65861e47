import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import { MessagePage } from '#src/ui/message-page.tsx'
import { stateTexts } from '#src/ui/state-texts.ts'

export default function NotFoundPage() {
  const t = useText(stateTexts)
  return (
    <MessagePage code={404} title={t.notFound} text={t.notFoundText}>
      <LinkButton href="/">{t.home}</LinkButton>
      <LinkButton href="/conversa" variant="default">
        {t.write}
      </LinkButton>
    </MessagePage>
  )
}
