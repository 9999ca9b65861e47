import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/router'
import { useOutbox } from '#src/features/outbox/outbox-context.tsx'

/**
 * Ends the session and leaves by a full page load, which drops the socket and everything that was cached. Other people
 * may use this browser next, so what was not sent is not left behind in it.
 */
export function useSignOut(viewerId: string) {
  const outbox = useOutbox(viewerId)
  const { locale, defaultLocale } = useRouter()
  const prefix = locale === undefined || locale === defaultLocale ? '' : `/${locale}`
  const leaving = useMutation({
    mutationFn: async () => {
      await postSignOut()
      await outbox.discardAll()
    },
    onSuccess: () => window.location.assign(`${prefix}/entrar`),
  })
  return {
    signOut: () => leaving.mutate(),
    countUnsent: () => outbox.countUnsent(),
    isLeaving: leaving.isPending || leaving.isSuccess,
    hasFailed: leaving.isError,
  }
}

async function postSignOut(): Promise<void> {
  const response = await fetch('/api/auth/sign-out', { method: 'POST' })
  if (!response.ok) throw new Error(`Signing out answered ${response.status}`)
}
