import { useRouter } from 'next/router'
import { type ReactNode, useEffect } from 'react'
import { isStaff } from '#server/contracts/roles.ts'
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
import { SignOutButton } from './sign-out-button.tsx'

/** The inbox for staff; anyone else is sent to the sign-in. */
export function InboxPage({ selectedId }: { readonly selectedId: string | undefined }) {
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
      <Frame name={viewer.data.name}>
        <Inbox viewerId={viewer.data.id} selectedId={selectedId} />
      </Frame>
    )
  }
  return (
    <Frame name={undefined}>
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
  readonly name: string | undefined
  readonly children: ReactNode
}

function Frame({ name, children }: FrameProps) {
  return (
    <Shell
      variant="app"
      actions={
        name && (
          <>
            <span className={classes.viewer}>{name}</span>
            <SignOutButton />
          </>
        )
      }
    >
      {children}
    </Shell>
  )
}
