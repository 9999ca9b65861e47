import Link from 'next/link'
import { useRouter } from 'next/router'
import { type ReactNode, useEffect } from 'react'
import type { Account } from '#server/contracts/account.ts'
import { isStaff } from '#server/contracts/roles.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { AccountMenu } from './account-menu.tsx'
import classes from './account-page.module.css'
import { accountTexts } from './account-texts.ts'
import { SecondFactorSection } from './second-factor-section.tsx'
import { SessionList } from './session-list.tsx'

/** Who one is here, and where one is signed in; a stranger is sent to the sign-in. */
export function AccountPage() {
  const failures = useText(failureTexts)
  const { replace } = useRouter()
  const account = trpc.account.me.useQuery(undefined, { staleTime: 60_000 })
  const failure = account.error && readFailure(account.error)
  const mustSignIn = failure?.kind === 'signed-out'
  useEffect(() => {
    if (mustSignIn) void replace('/entrar?callbackUrl=/conta')
  }, [mustSignIn, replace])
  if (account.data) {
    return (
      <Frame account={account.data}>
        <SessionList />
        {isStaff(account.data.role) && <SecondFactorSection />}
      </Frame>
    )
  }
  return (
    <Frame account={undefined}>
      {failure && !mustSignIn ? (
        <ErrorState
          text={failureText(failure, failures)}
          onRetry={() => void account.refetch()}
          isRetrying={account.isRefetching}
        />
      ) : (
        <LoadingLines lines={8} />
      )}
    </Frame>
  )
}

function Frame({ account, children }: { readonly account: Account | undefined; readonly children: ReactNode }) {
  const t = useText(accountTexts)
  return (
    <Shell variant="app" actions={account && <AccountMenu viewer={account} />}>
      <PageHead title={t.pageTitle} isPrivate />
      <div className={classes.scroll}>
        <div className={classes.page}>
          {account && <Header account={account} />}
          {children}
        </div>
      </div>
    </Shell>
  )
}

function Header({ account: { name, email, role } }: { readonly account: Account }) {
  const t = useText(accountTexts)
  const facts = [
    [t.name, name],
    [t.email, email ?? t.noEmail],
    [t.role, t.roles[role]],
  ] as const
  return (
    <header className={classes.header}>
      <Link href={isStaff(role) ? '/painel' : '/conversa'} className={classes.back}>
        {isStaff(role) ? t.back : t.backToConversations}
      </Link>
      <h1 className={classes.title}>{t.title}</h1>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!isStaff(role) && (
        <Link href="/privacidade" className={classes.privacy}>
          {t.privacy}
        </Link>
      )}
    </header>
  )
}
