import { useRouter } from 'next/router'
import { Widget } from '#src/features/widget/widget.tsx'
import { withSiteOnly } from '#src/ui/with-site.ts'

export const getServerSideProps = withSiteOnly

/** Shown in a frame on the sites that WIDGET_ORIGINS names; public/widget.js makes that frame. */
export default function WidgetPage() {
  const { servico } = useRouter().query
  return <Widget productSlug={typeof servico === 'string' ? servico : ''} />
}
