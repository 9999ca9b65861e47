import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/router'
import { useText } from '#src/i18n/use-text.ts'
import { inboxTexts } from './inbox-texts.ts'

/** Ends the session and leaves by a full page load, which drops the socket and everything that was cached. */
export function SignOutButton() {
  const t = useText(inboxTexts)
  const { locale, defaultLocale } = useRouter()
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  const signOut = useMutation({
    mutationFn: postSignOut,
    onSuccess: () => window.location.assign(`${prefix}/entrar`),
  })
  return (
    <Button
      variant="subtle"
      color="gray"
      c="inherit"
      size="sm"
      px="xs"
      loading={signOut.isPending || signOut.isSuccess}
      title={signOut.isError ? t.signOutFailed : undefined}
      onClick={() => signOut.mutate()}
    >
      {t.signOut}
    </Button>
  )
}

async function postSignOut(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', { method: 'POST' })
  if (!response.ok) throw new Error(`Signing out answered ${response.status}`)
}
