import { Button, CopyButton } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import pageClasses from './account-page.module.css'
import classes from './second-factor.module.css'
import { secondFactorTexts } from './second-factor-texts.ts'

interface RecoveryCodesProps {
  readonly codes: readonly string[]
  readonly onKept: () => void
}

/** They are shown this once. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const t = useText(secondFactorTexts)
  return (
    <div className={classes.box} role="status">
      <h3 className={classes.boxTitle}>{t.codesTitle}</h3>
      <p>{t.codesLead}</p>
      <ul className={classes.codes} aria-label={t.codesTitle}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={pageClasses.actions}>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t.copied : t.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onKept}>{t.kept}</Button>
      </div>
    </div>
  )
}
