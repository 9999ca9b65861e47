import Link from 'next/link'
import { useRouter } from 'next/router'
import { type ReactNode, useEffect } from 'react'
import { isStaff } from '#server/contracts/roles.ts'
import { AccountMenu } from '#src/features/account/account-menu.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { AlertsBanner } from './alerts-banner.tsx'
import classes from './console-page.module.css'
import { ConsoleTabs } from './console-tabs.tsx'
import { consoleTexts } from './console-texts.ts'

interface ConsolePageProps {
  readonly title: string
  readonly lead: string
  readonly children: ReactNode
}

/** The frame of the console's pages, for admins; other staff are told so, anyone else is sent to the sign-in. */
export function ConsolePage({ title, lead, children }: ConsolePageProps) {
  const t = useText(consoleTexts)
  const { replace } = useRouter()
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  const role = viewer.data?.role
  const mustSignIn = viewer.data !== undefined && !(role && isStaff(role))
  useEffect(() => {
    if (mustSignIn) void replace('/entrar')
  }, [mustSignIn, replace])
  const isKnown = role !== undefined && !mustSignIn
  return (
    <Shell variant="app" actions={viewer.data && isKnown && <AccountMenu viewer={viewer.data} />}>
      <PageHead title={title} isPrivate />
      <div className={classes.scroll}>
        <div className={classes.page}>
          {isKnown && role === 'admin' && (
            <header className={classes.header}>
              <Link href="/painel" className={classes.back}>
                {t.panel}
              </Link>
              <ConsoleTabs />
              <AlertsBanner />
              <h1 className={classes.title}>{title}</h1>
              <p className={classes.lead}>{lead}</p>
            </header>
          )}
          {isKnown && role === 'admin' && children}
          {isKnown && role !== 'admin' && (
            <EmptyState
              title={t.onlyAdmins}
              text={t.onlyAdminsText}
              action={<LinkButton href="/painel">{t.toPanel}</LinkButton>}
            />
          )}
          {!isKnown && <ViewerState viewer={viewer} />}
        </div>
      </div>
    </Shell>
  )
}

interface ViewerStateProps {
  readonly viewer: ReturnType<typeof trpc.viewer.me.useQuery>
}

function ViewerState({ viewer }: ViewerStateProps) {
  const failures = useText(failureTexts)
  if (!viewer.error) return <LoadingLines lines={8} />
  return (
    <ErrorState
      text={failureText(readFailure(viewer.error), failures)}
      onRetry={() => void viewer.refetch()}
      isRetrying={viewer.isRefetching}
    />
  )
}
