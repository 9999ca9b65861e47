import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { formatMoment } from '../console/format-figures.ts'
import classes from './own-data.module.css'
import { ownDataTexts } from './own-data-texts.ts'
import { saveArchive } from './save-archive.ts'

/** A client's own archive and their wish to be erased; everybody else is told how to get there. */
export function OwnData() {
  const t = useText(ownDataTexts)
  const failures = useText(failureTexts)
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  if (viewer.isPending) return <LoadingLines lines={3} />
  if (viewer.error) {
    return (
      <p className={classes.failure} role="alert">
        {failureText(readFailure(viewer.error), failures)}
      </p>
    )
  }
  if (viewer.data?.role === 'client') return <ClientData />
  return (
    <div className={classes.own}>
      <p>{t.confirmFirst}</p>
      <LinkButton href="/entrar?callbackUrl=%2Fprivacidade" variant="default">
        {t.signIn}
      </LinkButton>
    </div>
  )
}

function ClientData() {
  const t = useText(ownDataTexts)
  const failures = useText(failureTexts)
  const locale = useLocale()
  const archive = trpc.privacy.exportOwn.useMutation({ onSuccess: saveArchive })
  return (
    <div className={classes.own}>
      <p>{t.archiveText}</p>
      <Button variant="default" loading={archive.isPending} onClick={() => archive.mutate({ locale })}>
        {t.download}
      </Button>
      {archive.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(archive.error), failures)}
        </p>
      )}
      <ErasureRequest />
    </div>
  )
}

function ErasureRequest() {
  const t = useText(ownDataTexts)
  const failures = useText(failureTexts)
  const locale = useLocale()
  const { privacy } = trpc.useUtils()
  const [isAsked, setIsAsked] = useState(false)
  const own = trpc.privacy.own.useQuery()
  const request = trpc.privacy.requestErasure.useMutation({
    onSuccess: async () => {
      setIsAsked(false)
      await privacy.own.invalidate()
    },
  })
  const latest = own.data?.request
  const error = own.error ?? request.error
  return (
    <div className={classes.erasure} aria-live="polite">
      {latest?.state === 'open' && <p>{t.requestedAt(formatMoment(latest.requestedAt, locale))}</p>}
      {latest?.state === 'refused' && latest.reason && <p>{t.refused(t.reasons[latest.reason])}</p>}
      {own.data && latest?.state !== 'open' && !isAsked && (
        <Button variant="default" onClick={() => setIsAsked(true)}>
          {t.askErasure}
        </Button>
      )}
      {isAsked && (
        <div className={classes.question} role="alertdialog" aria-label={t.askErasure}>
          <p>{t.sure}</p>
          <div className={classes.actions}>
            <Button variant="default" disabled={request.isPending} onClick={() => setIsAsked(false)}>
              {t.keep}
            </Button>
            <Button color="red.9" loading={request.isPending} onClick={() => request.mutate()}>
              {t.confirm}
            </Button>
          </div>
        </div>
      )}
      {error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(error), failures)}
        </p>
      )}
    </div>
  )
}
