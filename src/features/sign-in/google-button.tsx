import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useText } from '#src/i18n/use-text.ts'
import { startGoogle } from './auth-requests.ts'
import classes from './sign-in-frame.module.css'
import { SignInFailure } from './sign-in-frame.tsx'
import { signInTexts } from './sign-in-texts.ts'

/** Shown where the installation has an account with Google. */
export function GoogleButton({ callbackUrl }: { readonly callbackUrl: string | undefined }) {
  const t = useText(signInTexts)
  const start = useMutation({
    mutationFn: () => startGoogle(callbackUrl),
    onSuccess: (address) => window.location.assign(address),
  })
  return (
    <>
      <p className={classes.or}>{t.or}</p>
      <Button
        variant="default"
        size="md"
        className={classes.submit}
        loading={start.isPending || start.isSuccess}
        onClick={() => start.mutate()}
      >
        {t.google}
      </Button>
      <SignInFailure error={start.error} />
    </>
  )
}
