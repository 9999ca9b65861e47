import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSyncExternalStore } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import { confirmLink, readLinkFacts, readSignInFailure } from './auth-requests.ts'
import { readLink } from './callback-address.ts'
import classes from './sign-in-frame.module.css'
import { SignInFailure, SignInFrame } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'
import { useLeave } from './use-leave.ts'

/**
 * Where a mailed link leads. Opening it uses nothing up, since mail scanners open links, too: only the button does.
 * Before it is pressed the page says whose address it is, so that nobody signs in as somebody else by a link that was
 * sent to them, and what is lost by it. The token stands behind the #, which browsers keep from servers, logs and other sites.
 */
export function ConfirmPage() {
  const t = useText(signInTexts)
  const hash = useHash()
  const leave = useLeave()
  const confirmation = useMutation({
    mutationFn: ({ token, callback }: { token: string; callback: string | undefined }) => confirmLink(token, callback),
    onSuccess: leave,
  })
  const link = hash === undefined ? undefined : readLink(hash)
  const facts = useLinkFacts(link?.token)
  const error = confirmation.error ?? facts.error
  const refusal = error && readSignInFailure(error)
  if (hash !== undefined && !link) return <Refused title={t.brokenTitle} text={t.brokenText} />
  if (refusal === 'unusable') return <Refused title={t.unusableTitle} text={t.unusableText} />
  if (refusal === 'denied') return <Refused title={t.deniedTitle} text={t.deniedText} />
  return (
    <SignInFrame
      pageTitle={t.confirmPageTitle}
      title={t.confirmTitle}
      lead={facts.data ? t.confirmTextOf(facts.data.email) : t.confirmText}
    >
      {facts.data && <p className={classes.quiet}>{t.confirmHint}</p>}
      {facts.data?.leavesConversation && <Leaving />}
      <SignInFailure error={confirmation.error} />
      <Button
        size="md"
        className={classes.submit}
        disabled={!link}
        loading={confirmation.isPending || confirmation.isSuccess || facts.isLoading}
        onClick={() => link && confirmation.mutate(link)}
      >
        {t.confirm}
      </Button>
    </SignInFrame>
  )
}

/** Read once: what cannot be said because the server is away keeps nobody from the button. */
const useLinkFacts = (token: string | undefined) =>
  useQuery({
    queryKey: ['sign-in-link', token],
    queryFn: () => readLinkFacts(token ?? ''),
    enabled: token !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

function Leaving() {
  const t = useText(signInTexts)
  return (
    <aside className={classes.notice} aria-label={t.leavingTitle}>
      <p className={classes.noticeTitle}>{t.leavingTitle}</p>
      <p>{t.leavingText}</p>
      <p>
        <Link href="/conversa">{t.leavingLink}</Link>
      </p>
    </aside>
  )
}

function Refused({ title, text }: { readonly title: string; readonly text: string }) {
  const t = useText(signInTexts)
  return (
    <SignInFrame pageTitle={title} title={title} lead={text}>
      <div className={classes.actions}>
        <LinkButton href="/entrar">{t.newLink}</LinkButton>
      </div>
    </SignInFrame>
  )
}

/** Of the address; undefined on the server, which never sees it. */
const useHash = (): string | undefined =>
  useSyncExternalStore(
    (notify) => {
      window.addEventListener('hashchange', notify)
      return () => window.removeEventListener('hashchange', notify)
    },
    () => window.location.hash,
    () => undefined,
  )
