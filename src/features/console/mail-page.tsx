import { useText } from '#src/i18n/use-text.ts'
import { ConsolePage } from './console-page.tsx'
import { MailLedger } from './mail-ledger.tsx'
import { MailSuppressions } from './mail-suppressions.tsx'
import { mailTexts } from './mail-texts.ts'

/** What was sent, what arrived, and which addresses get nothing any more. */
export function MailPage() {
  const t = useText(mailTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <MailSuppressions />
      <MailLedger />
    </ConsolePage>
  )
}
