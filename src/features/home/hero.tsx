import Link from 'next/link'
import { practiceAreas } from '#server/contracts/catalogue.ts'
import { areaTexts } from '#src/i18n/area-texts.ts'
import { useText } from '#src/i18n/use-text.ts'
import classes from './hero.module.css'
import { homeTexts } from './home-texts.ts'
import { StartPanel } from './start-panel.tsx'

/** What the firm does, a way to talk now, and the five areas as running heads. */
export function Hero({ firmName }: { readonly firmName: string }) {
  const t = useText(homeTexts)
  return (
    <div className={classes.hero}>
      <div className={classes.words}>
        <h1 className={classes.headline}>{t.headline}</h1>
        <p className={classes.intro}>{t.intro(firmName)}</p>
      </div>
      <StartPanel />
      <AreaIndex />
    </div>
  )
}

function AreaIndex() {
  const t = useText(homeTexts)
  const areas = useText(areaTexts)
  return (
    <nav aria-label={t.areas} className={classes.index}>
      {practiceAreas.map((area) => (
        <Link key={area} href={`/#${area}`}>
          {areas[area].name}
        </Link>
      ))}
    </nav>
  )
}
