import type { AgentSummary } from '#server/contracts/catalogue.ts'
import { Initials } from '#src/ui/initials.tsx'
import classes from './agent-card.module.css'

/** One person of the team: name, title, and how they greet. */
export function AgentCard({ agent }: { readonly agent: AgentSummary }) {
  return (
    <article className={classes.card}>
      <Initials name={agent.name} sizePx={48} />
      <div className={classes.text}>
        <h3 className={classes.name}>{agent.name}</h3>
        <p className={classes.title}>{agent.title}</p>
        <p className={classes.greeting}>{agent.greeting}</p>
      </div>
    </article>
  )
}
