import type { Product } from '#server/contracts/catalogue.ts'
import { ServicePage } from '#src/features/catalogue/service-page.tsx'
import { PageHead } from '#src/ui/page-head.tsx'
import { Shell } from '#src/ui/shell/shell.tsx'
import { withSite } from '#src/ui/with-site.ts'

interface ServiceProps {
  readonly product: Product
}

export const getServerSideProps = withSite<ServiceProps>(async ({ caller, locale, params }) => ({
  product: await caller.products.bySlug({ slug: String(params.slug), locale }),
}))

export default function Service({ product }: ServiceProps) {
  return (
    <Shell>
      <PageHead title={product.name} description={product.summary} />
      <ServicePage product={product} />
    </Shell>
  )
}
