import { useEffect, useState } from 'react'
import { isStaff } from '#server/contracts/roles.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { frameSession } from '#src/trpc/frame-session.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { tellHost, useCloseOnEscape, useIsShown } from './host-page.ts'
import classes from './widget.module.css'
import { WidgetConversations } from './widget-conversations.tsx'
import { WidgetHeader } from './widget-header.tsx'
import { WidgetOver } from './widget-over.tsx'
import { WidgetStart } from './widget-start.tsx'
import { widgetTexts } from './widget-texts.ts'
import { WidgetUnread } from './widget-unread.tsx'

/** The chat as another site shows it: begin, or go on, with a session of the frame's own. */
export function Widget({ productSlug }: { readonly productSlug: string }) {
  const t = useText(widgetTexts)
  const isShown = useIsShown()
  useCloseOnEscape()
  return (
    <div className={classes.widget}>
      <PageHead title={t.pageTitle} isPrivate />
      <Content productSlug={productSlug} isShown={isShown} />
    </div>
  )
}

interface ContentProps {
  readonly productSlug: string
  readonly isShown: boolean
}

/** While it is hidden it reads nothing as its reader, and only counts. */
function Content({ productSlug, isShown }: ContentProps) {
  const failures = useText(failureTexts)
  const utils = trpc.useUtils()
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  const [hasEnded, setHasEnded] = useState(false)
  const person = viewer.data && !isStaff(viewer.data.role) ? viewer.data : null
  useBegun(person !== null)
  const startAgain = () => {
    frameSession()?.forget()
    setHasEnded(false)
    void utils.viewer.me.invalidate()
  }
  if (viewer.data === undefined) {
    return (
      <>
        <WidgetHeader />
        <div className={classes.body}>
          {viewer.error ? (
            <ErrorState
              text={failureText(readFailure(viewer.error), failures)}
              onRetry={() => void viewer.refetch()}
              isRetrying={viewer.isRefetching}
            />
          ) : (
            <LoadingLines lines={5} />
          )}
        </div>
      </>
    )
  }
  if (hasEnded || (!person && frameSession()?.token() !== undefined)) return <WidgetOver onStartAgain={startAgain} />
  if (!person) return <WidgetStart productSlug={productSlug} visitorName="" onStarted={() => undefined} />
  return (
    <>
      <WidgetUnread viewerId={person.id} />
      {isShown && (
        <WidgetConversations viewer={person} productSlug={productSlug} onSignedOut={() => setHasEnded(true)} />
      )}
    </>
  )
}

/** From then on the host page loads the frame by itself, so that an answer shows on the button. */
function useBegun(hasBegun: boolean) {
  useEffect(() => {
    if (hasBegun && frameSession()?.isLasting()) tellHost({ kind: 'begun' })
  }, [hasBegun])
}
