import Link from 'next/link'
import type { Product } from '#server/contracts/catalogue.ts'
import { AgentCard } from '#src/features/agents/agent-card.tsx'
import { areaTexts } from '#src/i18n/area-texts.ts'
import { useText } from '#src/i18n/use-text.ts'
import { Prose } from '#src/ui/prose.tsx'
import { catalogueTexts } from './catalogue-texts.ts'
import { PlainList } from './plain-list.tsx'
import { QuestionsAndAnswers } from './questions-and-answers.tsx'
import { ServiceFacts } from './service-facts.tsx'
import classes from './service-page.module.css'

/** Everything a visitor wants to know about one service, with the call to talk always in reach. */
export function ServicePage({ product }: { readonly product: Product }) {
  const t = useText(catalogueTexts)
  return (
    <article className={classes.page}>
      <ServiceHead product={product} />
      <ServiceFacts product={product} />
      <div className={classes.body}>
        <Prose text={product.description} />
        <PlainList title={t.includes} items={product.includes} />
        <PlainList title={t.documents} lead={t.documentsLead} items={product.documents} />
        <QuestionsAndAnswers questions={product.questions} />
        <Lawyers product={product} />
      </div>
    </article>
  )
}

function ServiceHead({ product }: { readonly product: Product }) {
  const t = useText(catalogueTexts)
  const area = useText(areaTexts)[product.area]
  return (
    <header className={classes.head}>
      <nav aria-label={t.title} className={classes.trail}>
        <Link href="/">{t.home}</Link>
        <span aria-hidden>/</span>
        <Link href={`/#${product.area}`}>{area.name}</Link>
      </nav>
      <h1 className={classes.title}>{product.name}</h1>
      <p className={classes.summary}>{product.summary}</p>
    </header>
  )
}

function Lawyers({ product }: { readonly product: Product }) {
  const t = useText(catalogueTexts)
  if (product.agents.length === 0) return null
  return (
    <section>
      <h2 className={classes.subtitle}>{t.lawyers}</h2>
      <ul className={classes.lawyers}>
        {product.agents.map((agent) => (
          <li key={agent.id}>
            <AgentCard agent={agent} />
          </li>
        ))}
      </ul>
    </section>
  )
}
