import { PrivacyPage } from '#src/features/privacy/privacy-page.tsx'
import { privacyPageTexts } from '#src/features/privacy/privacy-page-texts.ts'
import { useText } from '#src/i18n/use-text.ts'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function Privacy() {
  const t = useText(privacyPageTexts)
  return (
    <Shell>
      <PageHead title={t.title} description={t.pageDescription} />
      <PrivacyPage />
    </Shell>
  )
}
