import { IconArrowRight } from '@tabler/icons-react'
import Link from 'next/link'
import type { ProductSummary } from '#server/contracts/catalogue.ts'
import { areaTexts } from '#src/i18n/area-texts.ts'
import { useText } from '#src/i18n/use-text.ts'
import { EmptyState } from '#src/ui/empty-state.tsx'
import { LinkButton } from '#src/ui/link-button.tsx'
import { Section } from '#src/ui/section.tsx'
import classes from './catalogue.module.css'
import { catalogueTexts } from './catalogue-texts.ts'
import { type AreaGroup, groupByArea } from './group-by-area.ts'

/** All services, set like the contents of a book: area on the left, its services on the right. */
export function Catalogue({ products }: { readonly products: readonly ProductSummary[] }) {
  const t = useText(catalogueTexts)
  const groups = groupByArea(products)
  return (
    <Section id="areas" title={t.title} lead={t.lead}>
      {groups.length === 0 && <EmptyCatalogue />}
      {groups.map((group) => (
        <Area key={group.area} {...group} />
      ))}
    </Section>
  )
}

function Area({ area, products }: AreaGroup) {
  const { name, about } = useText(areaTexts)[area]
  return (
    <section id={area} className={classes.area} aria-labelledby={`${area}-titulo`}>
      <header className={classes.head}>
        <h3 id={`${area}-titulo`} className={classes.name}>
          {name}
        </h3>
        <p className={classes.about}>{about}</p>
      </header>
      <ul className={classes.services}>
        {products.map((product) => (
          <li key={product.slug}>
            <Link href={`/servicos/${product.slug}`} className={classes.service}>
              <span className={classes.serviceName}>{product.name}</span>
              <span className={classes.summary}>{product.summary}</span>
              <IconArrowRight size={20} stroke={1.4} className={classes.arrow} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function EmptyCatalogue() {
  const t = useText(catalogueTexts)
  const action = <LinkButton href="/conversa">{t.talk}</LinkButton>
  return <EmptyState title={t.empty} text={t.emptyText} action={action} />
}
