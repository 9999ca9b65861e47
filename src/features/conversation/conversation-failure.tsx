import { useRouter } from 'next/router'
import { useText } from '#src/i18n/use-text.ts'
import type { Failure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { conversationTexts } from './conversation-texts.ts'

interface ConversationFailureProps {
  readonly failure: Failure
  readonly onRetry: () => void
  readonly isRetrying: boolean
}

/** Why a conversation cannot be shown, and what the person can do. */
export function ConversationFailure({ failure, onRetry, isRetrying }: ConversationFailureProps) {
  const t = useText(conversationTexts)
  const { asPath } = useRouter()
  const failures = useText(failureTexts)
  const startAnother = <LinkButton href="/conversa">{t.startAnother}</LinkButton>
  switch (failure.kind) {
    case 'forbidden':
      return <ErrorState title={t.forbiddenTitle} text={t.forbiddenText} action={startAnother} />
    case 'signed-out':
      return (
        <ErrorState
          title={t.signedOutTitle}
          text={t.signedOutText}
          action={
            <>
              <LinkButton href={`/entrar?callbackUrl=${encodeURIComponent(asPath)}`}>{t.signIn}</LinkButton>
              <LinkButton href="/conversa" variant="default">
                {t.startAnother}
              </LinkButton>
            </>
          }
        />
      )
    case 'not-found':
    case 'invalid':
      return <ErrorState title={t.notFoundTitle} text={t.notFoundText} action={startAnother} />
    default:
      return <ErrorState text={failureText(failure, failures)} onRetry={onRetry} isRetrying={isRetrying} />
  }
}
