import Link from 'next/link'
import { useRouter } from 'next/router'
import { type ReactNode, useEffect } from 'react'
import type { InboxView } from '#server/contracts/inbox.ts'
import { isFrontDesk, isStaff, type Role } from '#server/contracts/roles.ts'
import { AccountMenu } from '#src/features/account/account-menu.tsx'
import { ViewerBell } from '#src/features/notifications/viewer-bell.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { Inbox } from './inbox.tsx'
import classes from './inbox-page.module.css'
import { inboxTexts } from './inbox-texts.ts'

interface InboxPageProps {
  readonly selectedId: string | undefined
  readonly view: InboxView
}

/** The inbox for staff; anyone else is sent to the sign-in. */
export function InboxPage({ selectedId, view }: InboxPageProps) {
  const t = useText(inboxTexts)
  const failures = useText(failureTexts)
  const { replace } = useRouter()
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  const mustSignIn = viewer.data !== undefined && (viewer.data === null || !isStaff(viewer.data.role))
  useEffect(() => {
    if (mustSignIn) void replace('/entrar')
  }, [mustSignIn, replace])

  if (viewer.data && !mustSignIn) {
    return (
      <Frame viewer={viewer.data}>
        <Inbox viewerId={viewer.data.id} isOwn={!isFrontDesk(viewer.data.role)} view={view} selectedId={selectedId} />
      </Frame>
    )
  }
  return (
    <Frame viewer={undefined}>
      <PageHead title={t.pageTitle} isPrivate />
      <div className={classes.state}>
        {viewer.error ? (
          <ErrorState
            text={failureText(readFailure(viewer.error), failures)}
            onRetry={() => void viewer.refetch()}
            isRetrying={viewer.isRefetching}
          />
        ) : (
          <LoadingLines lines={8} />
        )}
      </div>
    </Frame>
  )
}

interface FrameProps {
  readonly viewer: { readonly id: string; readonly name: string; readonly role: Role } | undefined
  readonly children: ReactNode
}

function Frame({ viewer, children }: FrameProps) {
  const t = useText(inboxTexts)
  return (
    <Shell
      variant="app"
      tools={<ViewerBell />}
      actions={
        viewer && (
          <>
            {viewer.role === 'admin' && (
              <Link href="/console/jobs" className={classes.console}>
                {t.console}
              </Link>
            )}
            <AccountMenu viewer={viewer} />
          </>
        )
      }
    >
      {children}
    </Shell>
  )
}
