import { Button } from '@mantine/core'
import { useState } from 'react'
import type { MailSuppression } from '#server/contracts/mail.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import classes from './mail-suppressions.module.css'
import { mailTexts } from './mail-texts.ts'

/** One address, why it is here, and its way back, asked twice. */
export function MailSuppressionItem({ of }: { readonly of: MailSuppression }) {
  const t = useText(mailTexts)
  const failures = useText(failureTexts)
  const locale = useLocale()
  const utils = trpc.useUtils()
  const [isAsked, setIsAsked] = useState(false)
  const removal = trpc.mail.unsuppress.useMutation({
    ...retryTransient,
    onSuccess: () => utils.mail.suppressions.invalidate(),
  })
  const { id, address, reason, detail, createdAt } = of
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(createdAt))
  return (
    <li className={classes.item}>
      <p className={classes.address}>{address}</p>
      <p className={classes.reason}>
        {t.reasons[reason]}, {t.since(date)}
        {detail && <span className={classes.detail}> ({detail})</span>}
      </p>
      <div className={classes.actions} data-asked={isAsked}>
        {isAsked ? (
          <>
            <span className={classes.question}>{t.sure}</span>
            <Button size="xs" loading={removal.isPending} onClick={() => removal.mutate({ id })}>
              {t.confirm}
            </Button>
            <Button size="xs" variant="default" disabled={removal.isPending} onClick={() => setIsAsked(false)}>
              {t.cancel}
            </Button>
          </>
        ) : (
          <Button size="xs" variant="default" aria-label={t.removeLabel(address)} onClick={() => setIsAsked(true)}>
            {t.remove}
          </Button>
        )}
      </div>
      {removal.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(removal.error), failures)}
        </p>
      )}
    </li>
  )
}
