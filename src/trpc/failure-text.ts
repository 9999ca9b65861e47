import { defineTexts } from '#src/i18n/use-text.ts'
import type { Failure } from './failure.ts'

export const failureTexts = defineTexts(
  {
    limited: (seconds: number) =>
      `Muitas tentativas em pouco tempo. Tente de novo em ${seconds} ${seconds === 1 ? 'segundo' : 'segundos'}.`,
    unavailable: 'O serviço está fora do ar por um instante. Tente de novo em alguns segundos.',
    offline: 'Sem conexão com o servidor. Verifique sua internet e tente de novo.',
    invalid: 'Há algo a corrigir no que foi preenchido.',
    signedOut: 'Sua sessão terminou. Entre de novo para continuar.',
    forbidden: 'Você não tem acesso a isto.',
    notFound: 'Não encontramos o que você procura.',
    conflict: 'Isto mudou enquanto você escrevia. Atualize a página e tente de novo.',
    unexpected: 'Algo deu errado do nosso lado. Tente de novo.',
  },
  {
    limited: (seconds) =>
      `Too many attempts in a short time. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    unavailable: 'The service is briefly unavailable. Try again in a few seconds.',
    offline: 'No connection to the server. Check your internet and try again.',
    invalid: 'Something in the form needs correcting.',
    signedOut: 'Your session has ended. Sign in again to continue.',
    forbidden: 'You do not have access to this.',
    notFound: 'We could not find what you are looking for.',
    conflict: 'This changed while you were writing. Reload the page and try again.',
    unexpected: 'Something went wrong on our side. Please try again.',
  },
)

export type FailureTexts = (typeof failureTexts)['pt-BR']

/** The sentence a person reads for a failure, in the language of `texts`. */
export function failureText(failure: Failure, texts: FailureTexts): string {
  switch (failure.kind) {
    case 'limited':
      return texts.limited(Math.max(1, Math.ceil(failure.retryAfterMs / 1_000)))
    case 'unavailable':
      return texts.unavailable
    case 'offline':
      return texts.offline
    case 'invalid':
      return texts.invalid
    case 'signed-out':
      return texts.signedOut
    case 'forbidden':
      return texts.forbidden
    case 'not-found':
      return texts.notFound
    case 'conflict':
      return texts.conflict
    case 'unexpected':
      return texts.unexpected
  }
}
