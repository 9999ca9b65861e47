import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/router'
import type { ReactNode } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { isTransient } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { AccountList } from './account-list.tsx'
import { fetchDevAccounts, postDevSignIn, readSignInFailure } from './dev-accounts.ts'
import classes from './sign-in-page.module.css'
import { signInTexts } from './sign-in-texts.ts'

/** For now the development sign-in; the identity issue replaces what stands in the middle of this page. */
export function SignInPage() {
  const t = useText(signInTexts)
  const failures = useText(failureTexts)
  const accounts = useQuery({
    queryKey: ['dev-accounts'],
    queryFn: fetchDevAccounts,
    retry: (count, error) => count < 2 && isTransient(readSignInFailure(error)),
  })
  if (accounts.data === null) {
    return (
      <Frame>
        <EmptyState title={t.offTitle} text={t.offText} action={<LinkButton href="/">{t.home}</LinkButton>} />
      </Frame>
    )
  }
  return (
    <Frame>
      <h1 className={classes.title}>{t.title}</h1>
      {accounts.isPending && <LoadingLines lines={6} />}
      {accounts.error && (
        <ErrorState
          text={failureText(readSignInFailure(accounts.error), failures)}
          onRetry={() => void accounts.refetch()}
          isRetrying={accounts.isRefetching}
        />
      )}
      {accounts.data && <DevSignIn accounts={accounts.data} />}
    </Frame>
  )
}

const Frame = ({ children }: { readonly children: ReactNode }) => <div className={classes.page}>{children}</div>

function DevSignIn({ accounts }: Pick<Parameters<typeof AccountList>[0], 'accounts'>) {
  const t = useText(signInTexts)
  const failures = useText(failureTexts)
  const { locale, defaultLocale } = useRouter()
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  const signIn = useMutation({
    mutationFn: postDevSignIn,
    // A full page load: nothing cached or connected before the sign-in survives it.
    onSuccess: () => window.location.assign(`${prefix}/painel`),
  })
  const isBusy = signIn.isPending || signIn.isSuccess
  return (
    <>
      <aside className={classes.notice} aria-label={t.devNotice}>
        <p className={classes.noticeTitle}>{t.devNotice}</p>
        <p>{t.devText}</p>
      </aside>
      {accounts.length === 0 ? (
        <EmptyState title={t.emptyTitle} text={t.emptyText} />
      ) : (
        <AccountList
          accounts={accounts}
          pendingId={isBusy ? signIn.variables : undefined}
          onChoose={(profileId) => signIn.mutate(profileId)}
        />
      )}
      {signIn.error && (
        <p className={classes.failure} role="alert">
          {failureText(readSignInFailure(signIn.error), failures)}
        </p>
      )}
    </>
  )
}
