import type { Locale } from '#server/contracts/locales.ts'
import type { MailKind } from '#server/contracts/mail.ts'
import type { Mail } from '#server/features/mail/mail.ts'
import { writeMail } from '#server/features/mail/write-mail.ts'
import { samples } from './samples.ts'

const publicUrl = 'https://garcezpalha.example'
const firm = {
  name: 'Garcez Palha',
  lines: ['OAB/RJ 1.234', 'Rua da Assembleia, 10, Rio de Janeiro', '+55 21 2222-3333'],
}

/** A mail as it would be sent, with its example. */
export const previewMail = <K extends MailKind>(kind: K, locale: Locale): Promise<Mail> =>
  writeMail(kind, samples[locale][kind], { publicUrl, firm, locale })
