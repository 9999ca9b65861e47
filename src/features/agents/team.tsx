import type { AgentSummary } from '#server/contracts/catalogue.ts'
import { useText } from '#src/i18n/use-text.ts'
import { Section } from '#src/ui/section.tsx'
import { AgentCard } from './agent-card.tsx'
import { agentTexts } from './agent-texts.ts'
import classes from './team.module.css'

/** Who answers, each with a greeting; nothing at all while the firm lists nobody. */
export function Team({ agents }: { readonly agents: readonly AgentSummary[] }) {
  const t = useText(agentTexts)
  if (agents.length === 0) return null
  return (
    <Section id="equipe" title={t.title} lead={t.lead}>
      <ul className={classes.team}>
        {agents.map((agent) => (
          <li key={agent.id}>
            <AgentCard agent={agent} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
