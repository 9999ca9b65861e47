import '@mantine/core/styles/Anchor.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { Anchor, Checkbox } from '@mantine/core'
import Link from 'next/link'
import { consentTexts, consentVersion } from '#server/contracts/consent.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { consentFieldTexts } from './consent-field-texts.ts'

interface ConsentFieldProps {
  readonly isChecked: boolean
  readonly error: string | undefined
  readonly onChange: (isChecked: boolean) => void
}

/** The statement in force, never ticked beforehand. The privacy page opens beside: what was typed here must not be lost. */
export function ConsentField({ isChecked, error, onChange }: ConsentFieldProps) {
  const t = useText(consentFieldTexts)
  const locale = useLocale()
  return (
    <Checkbox
      name="consent"
      size="md"
      required
      checked={isChecked}
      error={error}
      label={consentTexts[consentVersion][locale].statement}
      description={
        <Anchor component={Link} href="/privacidade" target="_blank" inherit>
          {t.more}
        </Anchor>
      }
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
