import { Button } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import pageClasses from './account-page.module.css'
import { CodeForm } from './code-form.tsx'
import { QrCode } from './qr-code.tsx'
import classes from './second-factor.module.css'
import { secondFactorTexts } from './second-factor-texts.ts'

/** Shows a new secret, and takes the first code of it as proof that the app has it. */
export function SecondFactorOff({ onConfirmed }: { readonly onConfirmed: (codes: readonly string[]) => void }) {
  const t = useText(secondFactorTexts)
  const failures = useText(failureTexts)
  const beginning = trpc.account.beginSecondFactor.useMutation()
  const confirmation = trpc.account.confirmSecondFactor.useMutation({
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  })
  const cancel = () => {
    beginning.reset()
    confirmation.reset()
  }
  const failure = beginning.error && readFailure(beginning.error)
  if (beginning.data) {
    const { secret, uri } = beginning.data
    return (
      <div className={classes.box}>
        <p>{t.scan}</p>
        <QrCode text={uri} label={t.qr} />
        <p>
          {t.orType} <span className={classes.secret}>{secret}</span>
        </p>
        <CodeForm
          label={t.code}
          submitLabel={t.confirm}
          isPending={confirmation.isPending}
          error={confirmation.error}
          onSubmit={(code) => confirmation.mutate({ code })}
          onCancel={cancel}
        />
      </div>
    )
  }
  return (
    <div className={pageClasses.actions}>
      <span className={pageClasses.note}>{t.off}</span>
      <Button variant="default" loading={beginning.isPending} onClick={() => beginning.mutate()}>
        {t.begin}
      </Button>
      {failure && (
        <p className={pageClasses.failure} role="alert">
          {failure.kind === 'conflict' ? t.alreadyOn : failureText(failure, failures)}
        </p>
      )}
    </div>
  )
}
