import { defineTexts } from '#src/i18n/use-text.ts'

export const consentFieldTexts = defineTexts(
  { more: 'Como tratamos seus dados (abre em outra aba)' },
  { more: 'How we treat your data (opens in another tab)' },
)
