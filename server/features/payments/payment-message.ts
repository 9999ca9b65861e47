import type { Locale } from '#server/contracts/locales.ts'
import { formatMoney } from '../mail/mail-wording.ts'

interface PaymentLink {
  readonly description: string
  readonly amountCents: number
  readonly currency: string
  readonly url: string
}

/** What the visitor reads in the conversation, in the firm's name. */
export function paymentMessage({ description, amountCents, currency, url }: PaymentLink, locale: Locale): string {
  const amount = formatMoney(amountCents, currency, locale)
  return locale === 'en'
    ? `Here is the link to pay ${amount} for: ${description}\n\n${url}\n\nYou pay on Mercado Pago's page; we are told as soon as the payment is confirmed.`
    : `Segue o link para o pagamento de ${amount}, referente a: ${description}\n\n${url}\n\nO pagamento é feito na página do Mercado Pago; somos avisados assim que for confirmado.`
}

/** What whoever paid reads where they have no session and no address; the amount is what came last. */
export function paymentConfirmation({
  amountCents,
  currency,
}: Pick<PaymentLink, 'amountCents' | 'currency'>): Readonly<Record<Locale, string>> {
  const amountIn = (locale: Locale) => formatMoney(amountCents, currency, locale)
  return {
    'pt-BR': `Recebemos ${amountIn('pt-BR')}: o pagamento está confirmado, e a equipe já foi avisada. Obrigado!`,
    en: `We have received ${amountIn('en')}: the payment is confirmed, and the team has been told. Thank you!`,
  }
}
