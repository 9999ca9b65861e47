import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import classes from './privacy-console.module.css'
import { privacyConsoleTexts } from './privacy-console-texts.ts'

interface EraseQuestionProps {
  readonly of: { readonly id: string }
  readonly text: string
  readonly onKeep: () => void
  readonly onErased?: () => void
}

/** Nothing brings back what is erased: said, and asked, before it is done. */
export function EraseQuestion({ of: { id }, text, onKeep, onErased }: EraseQuestionProps) {
  const t = useText(privacyConsoleTexts)
  const failures = useText(failureTexts)
  const { privacy } = trpc.useUtils()
  const erasure = trpc.privacy.erase.useMutation({
    onSuccess: () => {
      onErased?.()
      return privacy.invalidate()
    },
  })
  return (
    <div className={classes.question} role="alertdialog" aria-label={t.erase}>
      <p>{text}</p>
      <div className={classes.actions}>
        <Button size="xs" variant="default" disabled={erasure.isPending} onClick={onKeep}>
          {t.keep}
        </Button>
        <Button size="xs" color="red.9" loading={erasure.isPending} onClick={() => erasure.mutate({ id })}>
          {t.eraseForGood}
        </Button>
      </div>
      {erasure.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(erasure.error), failures)}
        </p>
      )}
    </div>
  )
}
