import type { inferRouterOutputs } from '@trpc/server'
import type { ReactNode } from 'react'
import type { AppRouter } from '#server/router.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { explainTexts } from './explain-texts.ts'
import classes from './explanation.module.css'
import { formatBytes, formatDuration } from './format-figures.ts'

export type CacheExplanation = inferRouterOutputs<AppRouter>['cache']['explain']

/** The verdict, then what it rests on. */
export function Explanation({ of }: { readonly of: CacheExplanation }) {
  const t = useText(explainTexts)
  const { verdict, key, redis, owedInvalidations } = of
  return (
    <article className={classes.explanation}>
      <h3 className={classes.verdict}>{t.verdicts[verdict]}</h3>
      <dl className={classes.facts}>
        <Fact name={t.key}>
          <code className={classes.code}>{key}</code>
        </Fact>
        {redis?.isStored && <InRedis of={redis} />}
        <InProcess of={of} />
        {of.isCircuitOpen && <Fact name={t.circuit}>{t.circuitOpen}</Fact>}
        {owedInvalidations > 0 && <Fact name={t.owed}>{owedInvalidations}</Fact>}
      </dl>
    </article>
  )
}

interface FactProps {
  readonly name: string
  readonly children: ReactNode
}

const Fact = ({ name, children }: FactProps) => (
  <div className={classes.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function InRedis({ of }: { readonly of: NonNullable<CacheExplanation['redis']> }) {
  const t = useText(explainTexts)
  const locale = useLocale()
  const { freshForMs, bytes, isCompressed, loadMs, tags } = of
  const lifetime = formatDuration(Math.abs(freshForMs), locale)
  const size = formatBytes(bytes, locale)
  return (
    <>
      <Fact name={t.lifetime}>{freshForMs > 0 ? t.freshFor(lifetime) : t.staleSince(lifetime)}</Fact>
      <Fact name={t.size}>{isCompressed ? t.compressed(size) : size}</Fact>
      <Fact name={t.loadTime}>{formatDuration(loadMs, locale)}</Fact>
      {tags.length > 0 && (
        <Fact name={t.tags}>
          <ul className={classes.tags}>
            {tags.map((tag) => (
              <li key={tag.tag} data-void={tag.isVoid}>
                <code className={classes.code}>{tag.tag}</code> <span>{tagText(tag, t)}</span>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </>
  )
}

type Tag = NonNullable<CacheExplanation['redis']>['tags'][number]

function tagText({ isVoid, invalidatedSeq }: Tag, t: (typeof explainTexts)['pt-BR']): string {
  if (isVoid) return t.tagVoid(invalidatedSeq)
  return invalidatedSeq === 0 ? t.tagNever : t.tagBefore(invalidatedSeq)
}

function InProcess({ of: { local, link, leaseForMs } }: { readonly of: CacheExplanation }) {
  const t = useText(explainTexts)
  const locale = useLocale()
  const time = (ms: number) => formatDuration(Math.max(0, ms), locale)
  const copy = local?.isServed ? t.localServed(time(local.forMs)) : local ? t.localIdle : t.localNone
  return (
    <>
      {leaseForMs !== null && <Fact name={t.leaseTitle}>{t.lease(time(leaseForMs))}</Fact>}
      <Fact name={t.local}>{copy}</Fact>
      <Fact name={t.link}>
        {link ? t.linkStatus[link.status](link.appliedSeq) : t.linkNone}
        {link && link.gaps > 0 && `; ${t.gaps(link.gaps)}`}
      </Fact>
    </>
  )
}
