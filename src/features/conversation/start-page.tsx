import { useRouter } from 'next/router'
import { isStaff } from '#server/contracts/roles.ts'
import { ReturnHint } from '#src/features/visitor-account/return-hint.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { NextSteps } from './next-steps.tsx'
import { OwnConversations } from './own-conversations.tsx'
import { StartForm } from './start-form.tsx'
import classes from './start-page.module.css'
import { startTexts } from './start-texts.ts'

/** Where a visitor begins: the form, and beside it what they began before. */
export function StartPage({ productSlug }: { readonly productSlug: string }) {
  const t = useText(startTexts)
  const router = useRouter()
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  if (viewer.data && isStaff(viewer.data.role)) {
    return (
      <div className={classes.page}>
        <EmptyState
          title={t.staffTitle}
          text={t.staffText}
          action={<LinkButton href="/painel">{t.toInbox}</LinkButton>}
        />
      </div>
    )
  }
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <h1 className={classes.title}>{t.title}</h1>
        <p className={classes.lead}>{t.lead}</p>
      </header>
      <div className={classes.columns}>
        <StartForm
          productSlug={productSlug}
          visitorName={viewer.data?.name ?? ''}
          onStarted={(conversationId) => router.push(`/conversa/${conversationId}`)}
        />
        <div className={classes.beside}>
          {viewer.data && <OwnConversations />}
          {viewer.data === null && <ReturnHint />}
          <NextSteps />
        </div>
      </div>
    </div>
  )
}
