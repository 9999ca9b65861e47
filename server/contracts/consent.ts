import { z } from 'zod'
import type { Locale } from './locales.ts'

/** What people agree to when they write to the firm. */
interface ConsentText {
  /** Beside the box that they tick. */
  readonly statement: string
  /** What somebody who writes over WhatsApp is told. `{url}` is the address of the privacy page. */
  readonly notice: string
}

/**
 * Every wording that was ever shown, by the day it came into use, and never changed afterwards: a consent on record names
 * one of them (a test knows the hash of each). Other words are a new entry.
 */
export const consentTexts = {
  '2026-11-23': {
    'pt-BR': {
      statement:
        'Concordo que o escritório trate os dados que eu informar aqui para responder ao meu contato. A conversa é protegida pelo sigilo profissional e não cria, por si só, contratação.',
      notice:
        'Aviso de privacidade: ao continuar esta conversa, você concorda que o escritório trate os dados que informar aqui para responder ao seu contato. A conversa é protegida pelo sigilo profissional. Você pode pedir uma cópia ou a exclusão dos seus dados a qualquer momento: {url}',
    },
    en: {
      statement:
        'I agree that the firm processes the details I give here to answer me. The conversation is protected by professional secrecy and does not by itself create an engagement.',
      notice:
        'Privacy notice: by continuing this conversation you agree that the firm processes the details you give here to answer you. The conversation is protected by professional secrecy. You may ask for a copy or for the erasure of your data at any time: {url}',
    },
  },
} as const satisfies Record<string, Readonly<Record<Locale, ConsentText>>>

const textVersion = z.enum(Object.keys(consentTexts), {
  error: 'names no version of the privacy text: reload the page',
})

/** The version that is shown now. */
export const consentVersion: keyof typeof consentTexts = '2026-11-23'

/** A version as people read a day: "23/11/2026", the month as a word in English. */
export const consentDay = (version: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ day: '2-digit', month: locale === 'pt-BR' ? '2-digit' : 'long', year: 'numeric', timeZone: 'UTC' },
  }).format(new Date(`${version}T00:00:00Z`))

/** As the form sends it: the box was ticked under this wording. */
export const givenConsent = z.object({ textVersion })
