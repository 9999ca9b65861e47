import { useText } from '#src/i18n/use-text.ts'
import { LinkButton } from './link-button.tsx'
import { MessagePage } from './message-page.tsx'
import type { PageRefusal } from './page-refusal.ts'
import { stateTexts } from './state-texts.ts'

/** Shown in place of a page that is not this person's. */
export function RefusalPage({ refusal: { group, home } }: { readonly refusal: PageRefusal }) {
  const t = useText(stateTexts)
  const isForAdmins = group === 'admin'
  return (
    <MessagePage
      code={403}
      title={isForAdmins ? t.onlyAdmins : t.onlyStaff}
      text={isForAdmins ? t.onlyAdminsText : t.onlyStaffText}
    >
      <LinkButton href={home}>{home === '/painel' ? t.toPanel : t.otherAccount}</LinkButton>
    </MessagePage>
  )
}
