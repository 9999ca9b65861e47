import type { Locale } from '#server/contracts/locales.ts'
import type { Firm, MailContext } from './mail-context.ts'

/** What a template says; plain text throughout, escaped where it is rendered. */
export interface MailContent {
  readonly subject: string
  /** The line that inboxes show beside the subject. */
  readonly preheader: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly facts?: readonly Fact[]
  readonly quote?: Quote
  readonly action: Action
  /** Small print under the button. */
  readonly note?: string
}

export interface Fact {
  readonly label: string
  readonly value: string
}

export interface Quote {
  readonly label: string
  readonly text: string
}

export interface Action {
  readonly label: string
  readonly url: string
}

/** In which language, and for which installation, a template writes. */
export interface MailSetting extends MailContext {
  readonly locale: Locale
}

/** Pure: the same data in the same setting is the same mail, so that every attempt sends the same bytes. */
export type MailTemplate<D> = (data: D, setting: MailSetting) => MailContent

/** A content, in its language and signed: what is rendered. */
export interface SignedContent extends MailContent {
  readonly locale: Locale
  readonly firm: Firm
}

export interface Mail {
  readonly subject: string
  readonly html: string
  readonly text: string
}
