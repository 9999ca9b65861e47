import type { RefusalReason } from '#server/contracts/privacy.ts'
import { defineTexts } from '#src/i18n/use-text.ts'

type Reasons = Readonly<Record<RefusalReason, string>>

export const ownDataTexts = defineTexts(
  {
    title: 'Seus dados',
    confirmFirst:
      'Para baixar uma cópia ou pedir a exclusão dos seus dados, entre com o seu e-mail: assim sabemos que eles são seus.',
    signIn: 'Entrar com meu e-mail',
    archiveText: 'Um arquivo com tudo o que guardamos sobre você: um documento para ler e outro para sistemas.',
    download: 'Baixar meus dados',
    askErasure: 'Pedir a exclusão dos meus dados',
    sure: 'O escritório analisa o pedido em até 15 dias. Depois da exclusão, suas conversas não podem ser recuperadas.',
    keep: 'Manter meus dados',
    confirm: 'Pedir a exclusão',
    requestedAt: (moment: string) =>
      `Você pediu a exclusão dos seus dados em ${moment}. O escritório responde em até 15 dias.`,
    refused: (reason: string) => `Seu último pedido não pôde ser atendido: ${reason}.`,
    reasons: {
      legal_duty: 'a lei obriga o escritório a guardar estes dados',
      legal_claim: 'os dados são necessários em um processo',
      contract: 'há um contrato em andamento',
      identity: 'não foi possível confirmar sua identidade',
    } satisfies Reasons,
  },
  {
    title: 'Your data',
    confirmFirst:
      'To download a copy of your data or ask for its erasure, sign in with your e-mail: that tells us that it is yours.',
    signIn: 'Sign in with my e-mail',
    archiveText: 'One file with all that we keep of you: a document to read, and one for machines.',
    download: 'Download my data',
    askErasure: 'Ask for my data to be erased',
    sure: 'The firm decides within 15 days. Once erased, your conversations cannot be brought back.',
    keep: 'Keep my data',
    confirm: 'Ask for erasure',
    requestedAt: (moment) => `You asked for your data to be erased on ${moment}. The firm answers within 15 days.`,
    refused: (reason) => `Your last request could not be granted: ${reason}.`,
    reasons: {
      legal_duty: 'the law obliges the firm to keep this data',
      legal_claim: 'the data is needed in a lawsuit',
      contract: 'a contract is under way',
      identity: 'your identity could not be confirmed',
    },
  },
)
