import { defineTexts } from '#src/i18n/use-text.ts'

export const presenceTexts = defineTexts(
  {
    online: 'Online',
    away: 'Ausente',
    lastSeenAt: (clock: string) => `Visto por último às ${clock}`,
    lastSeenOn: (day: string, clock: string) => `Visto por último ${day}, às ${clock}`,
    oneTyping: (name: string) => `${name} está escrevendo`,
    twoTyping: (one: string, other: string) => `${one} e ${other} estão escrevendo`,
    manyTyping: 'Várias pessoas estão escrevendo',
  },
  {
    online: 'Online',
    away: 'Away',
    lastSeenAt: (clock) => `Last seen at ${clock}`,
    lastSeenOn: (day, clock) => `Last seen ${day} at ${clock}`,
    oneTyping: (name) => `${name} is writing`,
    twoTyping: (one, other) => `${one} and ${other} are writing`,
    manyTyping: 'Several people are writing',
  },
)
