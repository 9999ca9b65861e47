import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Conversation } from '#server/contracts/conversations.ts'
import { conversationTexts } from '#src/features/conversation/conversation-texts.ts'
import { ConversationThread } from '#src/features/conversation/conversation-thread.tsx'
import { ConfirmEmail } from '#src/features/visitor-account/confirm-email.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import classes from './widget.module.css'
import { WidgetHeader } from './widget-header.tsx'
import { WidgetStart } from './widget-start.tsx'
import { widgetTexts } from './widget-texts.ts'

interface Viewer {
  readonly id: string
  readonly name: string
  readonly role: string
}

interface WidgetConversationsProps {
  readonly viewer: Viewer
  readonly productSlug: string
  readonly onSignedOut: () => void
}

/** The conversation that moved last, or a new one. */
export function WidgetConversations({ viewer, productSlug, onSignedOut }: WidgetConversationsProps) {
  const t = useText(widgetTexts)
  const failures = useText(failureTexts)
  const [isStarting, setIsStarting] = useState(false)
  const utils = trpc.useUtils()
  const own = trpc.conversations.mine.useQuery()
  const current = own.data?.[0]
  const isSignedOut = own.error !== null && readFailure(own.error).kind === 'signed-out'
  useEffect(() => {
    if (isSignedOut) onSignedOut()
  }, [isSignedOut, onSignedOut])
  const show = async () => {
    await utils.conversations.mine.invalidate()
    setIsStarting(false)
  }
  if (own.data && (isStarting || !current)) {
    return (
      <WidgetStart productSlug={productSlug} visitorName={viewer.name} onStarted={show}>
        {current && <HeaderButton onClick={() => setIsStarting(false)}>{t.back}</HeaderButton>}
      </WidgetStart>
    )
  }
  if (!current) {
    return (
      <>
        <WidgetHeader />
        <div className={classes.body}>
          {own.error ? (
            <ErrorState
              text={failureText(readFailure(own.error), failures)}
              onRetry={() => void own.refetch()}
              isRetrying={own.isRefetching}
            />
          ) : (
            <LoadingLines lines={5} />
          )}
        </div>
      </>
    )
  }
  return (
    <>
      <WidgetHeader>
        <HeaderButton onClick={() => setIsStarting(true)}>{t.another}</HeaderButton>
      </WidgetHeader>
      <Thread conversation={current} viewer={viewer} onSignedOut={onSignedOut} />
    </>
  )
}

const HeaderButton = (props: { readonly onClick: () => void; readonly children: string }) => (
  <Button size="xs" variant="subtle" color="gray" c="inherit" px={6} {...props} />
)

interface ThreadProps {
  readonly conversation: Conversation
  readonly viewer: Viewer
  readonly onSignedOut: () => void
}

function Thread({ conversation: { id, product, assignee, status }, viewer, onSignedOut }: ThreadProps) {
  const t = useText(conversationTexts)
  return (
    <main className={classes.thread}>
      <ConversationThread
        key={`${viewer.id}.${id}`}
        conversationId={id}
        viewer={{ id: viewer.id, side: 'visitor' }}
        isClosed={status === 'closed'}
        notice={viewer.role === 'visitor' && <ConfirmEmail conversationId={id} />}
        onSignedOut={onSignedOut}
        describe={(latestStaffName) => {
          const answerer = latestStaffName ?? assignee?.name
          return {
            title: product?.name ?? t.generalSubject,
            subtitle: answerer ? t.answeredBy(answerer) : t.noAnswererYet,
            backHref: undefined,
            isBackNarrowOnly: false,
          }
        }}
      />
    </main>
  )
}
