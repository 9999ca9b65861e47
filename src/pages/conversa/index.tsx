import { useRouter } from 'next/router'
import { ViewerAccount } from '#src/features/account/viewer-account.tsx'
import { StartPage } from '#src/features/conversation/start-page.tsx'
import { startTexts } from '#src/features/conversation/start-texts.ts'
import { ViewerBell } from '#src/features/notifications/viewer-bell.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function StartConversationPage() {
  const t = useText(startTexts)
  const { servico } = useRouter().query
  return (
    <Shell tools={tools}>
      <PageHead title={t.pageTitle} description={t.pageDescription} />
      <StartPage productSlug={typeof servico === 'string' ? servico : ''} />
    </Shell>
  )
}

const tools = (
  <>
    <ViewerBell />
    <ViewerAccount />
  </>
)
