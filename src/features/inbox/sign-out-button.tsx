import '@mantine/core/styles/Popover.css'
import { Button, Popover } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/router'
import { useState } from 'react'
import { useOutbox } from '#src/features/outbox/outbox-context.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { inboxTexts } from './inbox-texts.ts'
import classes from './sign-out-button.module.css'

/**
 * Ends the session and leaves by a full page load, which drops the socket and everything that was cached. Other people
 * may use this browser next, so what was not sent is not left behind in it: who leaves is asked first.
 */
export function SignOutButton({ viewerId }: { readonly viewerId: string }) {
  const t = useText(inboxTexts)
  const outbox = useOutbox(viewerId)
  const { locale, defaultLocale } = useRouter()
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  const [isAsking, setIsAsking] = useState(false)
  const [unsent, setUnsent] = useState(0)
  const signOut = useMutation({
    mutationFn: async () => {
      await postSignOut()
      await outbox.discardAll()
    },
    onSuccess: () => window.location.assign(`${prefix}/entrar`),
  })
  const isLeaving = signOut.isPending || signOut.isSuccess
  const ask = () => {
    const count = outbox.countUnsent()
    if (count === 0) return signOut.mutate()
    setUnsent(count)
    setIsAsking(true)
  }
  return (
    <Popover
      opened={isAsking}
      onChange={setIsAsking}
      position="bottom-end"
      width="min(20rem, calc(100vw - 1rem))"
      shadow="sm"
      withinPortal
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          size="sm"
          px="xs"
          loading={isLeaving}
          title={signOut.isError ? t.signOutFailed : undefined}
          onClick={ask}
        >
          {t.signOut}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.question} aria-label={t.signOut}>
        <p>{t.unsent(unsent)}</p>
        <div className={classes.answers}>
          <Button size="sm" variant="default" onClick={() => setIsAsking(false)}>
            {t.stay}
          </Button>
          <Button size="sm" loading={isLeaving} onClick={() => signOut.mutate()}>
            {t.leaveAnyway}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

async function postSignOut(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', { method: 'POST' })
  if (!response.ok) throw new Error(`Signing out answered ${response.status}`)
}
