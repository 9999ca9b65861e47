import { SignInPage } from '#src/features/sign-in/sign-in-page.tsx'
import { signInTexts } from '#src/features/sign-in/sign-in-texts.ts'
import { useText } from '#src/i18n/use-text.ts'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

export default function SignIn() {
  const t = useText(signInTexts)
  return (
    <Shell>
      <PageHead title={t.pageTitle} isPrivate />
      <SignInPage />
    </Shell>
  )
}
