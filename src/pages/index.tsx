import type { AgentSummary, ProductSummary } from '#server/contracts/catalogue.ts'
import { Team } from '#src/features/agents/team.tsx'
import { Catalogue } from '#src/features/catalogue/catalogue.tsx'
import { ClosingCall } from '#src/features/home/closing-call.tsx'
import { Hero } from '#src/features/home/hero.tsx'
import { homeTexts } from '#src/features/home/home-texts.ts'
import { HowItWorks } from '#src/features/home/how-it-works.tsx'
import { useText } from '#src/i18n/use-text.ts'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { useSite } from '#src/ui/site-context.tsx'
import { withSite } from '#src/ui/with-site.ts'

interface HomeProps {
  readonly products: readonly ProductSummary[]
  readonly agents: readonly AgentSummary[]
}

export const getServerSideProps = withSite<HomeProps>(async ({ caller, locale }) => {
  const [products, agents] = await Promise.all([caller.products.list({ locale }), caller.agents.list({ locale })])
  return { products, agents }
})

export default function HomePage({ products, agents }: HomeProps) {
  const t = useText(homeTexts)
  const firmName = useSite()?.firm.name ?? ''
  return (
    <Shell>
      <PageHead title={firmName} description={t.description(firmName)} />
      <Hero firmName={firmName} />
      <Catalogue products={products} />
      <HowItWorks />
      <Team agents={agents} />
      <ClosingCall />
    </Shell>
  )
}
