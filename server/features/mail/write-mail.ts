import type { MailKind } from '#server/contracts/mail.ts'
import type { Mail, MailSetting, MailTemplate } from './mail.ts'
import { type MailData, mailTemplates } from './mail-templates.ts'
import { renderMail } from './render-mail.ts'

/** A mail of a kind, ready to send. */
export function writeMail<K extends MailKind>(kind: K, data: MailData[K], setting: MailSetting): Promise<Mail> {
  const template: MailTemplate<MailData[K]> = mailTemplates[kind]
  return renderMail({ ...template(data, setting), locale: setting.locale, firm: setting.firm })
}
