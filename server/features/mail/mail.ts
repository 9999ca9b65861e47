import type { Locale } from '#server/contracts/locales.ts'

/** What every mail is made of; plain text throughout, escaped where it is rendered. */
export interface MailContent {
  readonly locale: Locale
  readonly subject: string
  /** The line that inboxes show beside the subject. */
  readonly preheader: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly facts?: readonly Fact[]
  readonly quote?: { readonly label: string; readonly text: string }
  readonly action: { readonly label: string; readonly url: string }
  /** Small print under the button. */
  readonly note?: string
  readonly firm: Firm
}

export interface Fact {
  readonly label: string
  readonly value: string
}

/** Who signs the mail. */
export interface Firm {
  readonly name: string
  readonly lines: readonly string[]
}

export interface Mail {
  readonly subject: string
  readonly html: string
  readonly text: string
}
