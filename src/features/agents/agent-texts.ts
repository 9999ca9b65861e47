import { defineTexts } from '#src/i18n/use-text.ts'

export const agentTexts = defineTexts(
  {
    title: 'Quem responde',
    lead: 'Do outro lado da conversa há sempre uma pessoa da equipe, identificada pelo nome.',
  },
  {
    title: 'Who answers',
    lead: 'On the other side of the conversation there is always a person of the team, identified by name.',
  },
)
