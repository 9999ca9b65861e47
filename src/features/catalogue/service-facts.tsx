import type { Product } from '#server/contracts/catalogue.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { LinkButton } from '#src/ui/link-button.tsx'
import { catalogueTexts } from './catalogue-texts.ts'
import { feeText } from './fee-text.ts'
import classes from './service-facts.module.css'

/** Fee, duration and the call to talk: beside the text on wide screens, along the bottom edge on narrow ones. */
export function ServiceFacts({ product }: { readonly product: Product }) {
  const t = useText(catalogueTexts)
  const locale = useLocale()
  return (
    <>
      <aside className={classes.facts}>
        <dl className={classes.list}>
          <div>
            <dt>{t.fee}</dt>
            <dd>{feeText(product.priceFromCents, locale)}</dd>
          </div>
          <div>
            <dt>{t.duration}</dt>
            <dd>{product.durationText}</dd>
          </div>
        </dl>
        <div className={classes.call}>
          <LinkButton href={conversationAbout(product)} size="md" fullWidth>
            {t.talkAbout}
          </LinkButton>
          <p className={classes.note}>{t.talkNote}</p>
        </div>
      </aside>
      <div className={classes.bar}>
        <LinkButton href={conversationAbout(product)} size="md" fullWidth>
          {t.talkAbout}
        </LinkButton>
      </div>
    </>
  )
}

const conversationAbout = (product: Product): string => `/conversa?servico=${product.slug}`
