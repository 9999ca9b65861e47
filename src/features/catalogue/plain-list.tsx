import classes from './plain-list.module.css'

interface PlainListProps {
  readonly title: string
  readonly lead?: string
  readonly items: readonly string[]
}

/** A titled list with hairlines; nothing at all without items. */
export function PlainList({ title, lead, items }: PlainListProps) {
  if (items.length === 0) return null
  return (
    <section className={classes.block}>
      <h2 className={classes.title}>{title}</h2>
      {lead && <p className={classes.lead}>{lead}</p>}
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  )
}
