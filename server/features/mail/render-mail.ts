import { render } from '@react-email/render'
import { createElement } from 'react'
import { MailDocument } from './components/mail-document.ts'
import type { Mail, SignedContent } from './mail.ts'
import { renderText } from './render-text.ts'

/** One content, both forms. React escapes every value; nothing here writes HTML by hand. */
export async function renderMail(content: SignedContent): Promise<Mail> {
  const subject = toOneLine(content.subject)
  const html = await render(createElement(MailDocument, { content: { ...content, subject } }))
  return { subject, html, text: renderText(content) }
}

/** Subjects are header lines. */
const toOneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
