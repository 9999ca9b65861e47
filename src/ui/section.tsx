import type { ReactNode } from 'react'
import classes from './section.module.css'

interface SectionProps {
  readonly id?: string
  readonly title?: string
  readonly lead?: string
  /** `wash` sets the section on the tinted ground. */
  readonly tone?: 'paper' | 'wash'
  readonly children: ReactNode
}

/** A full-width band of a page with its content on the page's measure and a hairline above. */
export function Section({ id, title, lead, tone = 'paper', children }: SectionProps) {
  return (
    <section id={id} className={classes.section} data-tone={tone} aria-label={title}>
      <div className={classes.inner}>
        {title && (
          <header className={classes.header}>
            <h2 className={classes.title}>{title}</h2>
            {lead && <p className={classes.lead}>{lead}</p>}
          </header>
        )}
        {children}
      </div>
    </section>
  )
}
