import { Button } from '@mantine/core'
import { useState } from 'react'
import type { SecondFactor } from '#server/contracts/account.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import pageClasses from './account-page.module.css'
import { CodeForm } from './code-form.tsx'
import { formatDay } from './format-since.ts'
import classes from './second-factor.module.css'
import { secondFactorTexts } from './second-factor-texts.ts'

interface SecondFactorOnProps {
  readonly of: SecondFactor
  readonly onRenewed: (codes: readonly string[]) => void
  readonly onDisabled: () => void
}

/** Whatever weakens it asks for a code first: a window left open is not enough. */
export function SecondFactorOn({ of: { enabledAt, recoveryCodesLeft }, onRenewed, onDisabled }: SecondFactorOnProps) {
  const t = useText(secondFactorTexts)
  const locale = useLocale()
  const [asked, setAsked] = useState<'renew' | 'disable'>()
  const renewal = trpc.account.renewRecoveryCodes.useMutation({
    onSuccess: ({ recoveryCodes }) => onRenewed(recoveryCodes),
  })
  const removal = trpc.account.disableSecondFactor.useMutation({ onSuccess: onDisabled })
  const mutation = asked === 'renew' ? renewal : removal
  const cancel = () => {
    mutation.reset()
    setAsked(undefined)
  }
  return (
    <>
      <p className={pageClasses.note}>
        {enabledAt !== null && t.on(formatDay(new Date(enabledAt), locale))} {t.left(recoveryCodesLeft)}
      </p>
      {asked ? (
        <div className={classes.box}>
          <p>{asked === 'renew' ? t.renewLead : t.disableLead}</p>
          <CodeForm
            label={t.codeOrRecovery}
            submitLabel={asked === 'renew' ? t.renew : t.disable}
            isPending={mutation.isPending}
            error={mutation.error}
            onSubmit={(code) => mutation.mutate({ code })}
            onCancel={cancel}
          />
        </div>
      ) : (
        <div className={pageClasses.actions}>
          <Button variant="default" onClick={() => setAsked('renew')}>
            {t.renew}
          </Button>
          <Button variant="default" onClick={() => setAsked('disable')}>
            {t.disable}
          </Button>
        </div>
      )}
    </>
  )
}
