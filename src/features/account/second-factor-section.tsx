import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import classes from './account-page.module.css'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SecondFactorOff } from './second-factor-off.tsx'
import { SecondFactorOn } from './second-factor-on.tsx'
import { secondFactorTexts } from './second-factor-texts.ts'

/** A code of one's phone beside the mailed link: on, off, and the codes for when the phone is lost. */
export function SecondFactorSection() {
  const t = useText(secondFactorTexts)
  const failures = useText(failureTexts)
  const [codes, setCodes] = useState<readonly string[]>()
  const query = trpc.account.secondFactor.useQuery(undefined, recoverByItself)
  const show = (shown: readonly string[]) => {
    setCodes(shown)
    void query.refetch()
  }
  return (
    <section className={classes.section} aria-labelledby="second-factor">
      <header className={classes.sectionHeader}>
        <h2 id="second-factor" className={classes.sectionTitle}>
          {t.title}
        </h2>
        <p className={classes.lead}>{t.lead}</p>
      </header>
      {query.error && (
        <ErrorState
          text={failureText(readFailure(query.error), failures)}
          onRetry={() => void query.refetch()}
          isRetrying={query.isRefetching}
        />
      )}
      {query.isPending && <LoadingLines lines={2} />}
      {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {!codes && query.data?.isEnabled === false && <SecondFactorOff onConfirmed={show} />}
      {!codes && query.data?.isEnabled && (
        <SecondFactorOn of={query.data} onRenewed={show} onDisabled={() => void query.refetch()} />
      )}
    </section>
  )
}
