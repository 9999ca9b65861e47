import { useText } from '#src/i18n/use-text.ts'
import { ConsolePage } from '../console/console-page.tsx'
import { PeopleSection } from './people-section.tsx'
import { privacyConsoleTexts } from './privacy-console-texts.ts'
import { RequestsSection } from './requests-section.tsx'
import { RetentionSection } from './retention-section.tsx'

/** What people may ask for under LGPD, and what goes by itself in time. */
export function PrivacyConsole() {
  const t = useText(privacyConsoleTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <RequestsSection />
      <PeopleSection />
      <RetentionSection />
    </ConsolePage>
  )
}
