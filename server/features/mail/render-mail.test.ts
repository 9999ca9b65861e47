import { expect, test } from 'vitest'
import type { MailContent } from './mail.ts'
import { renderMail } from './render-mail.ts'

const content: MailContent = {
  locale: 'pt-BR',
  subject: 'Nova conversa',
  preheader: 'Bom dia',
  heading: 'Ana escreveu',
  paragraphs: ['Um parágrafo.'],
  facts: [{ label: 'Serviço', value: 'Divórcio' }],
  quote: { label: 'Mensagem', text: 'Primeira linha\nSegunda linha' },
  action: { label: 'Abrir', url: 'https://exemplo.com/painel?a=1&b=2' },
  firm: { name: 'Garcez Palha', lines: ['OAB/RJ 1.234'] },
}

test('what people typed never becomes markup, wherever it stands', () => {
  const attack = '<img src=x onerror="alert(1)">'
  const { html } = renderMail({
    ...content,
    subject: attack,
    preheader: attack,
    heading: attack,
    paragraphs: [attack],
    facts: [{ label: attack, value: attack }],
    quote: { label: attack, text: attack },
    action: { label: attack, url: `https://exemplo.com/"${attack}` },
    note: attack,
    firm: { name: attack, lines: [attack] },
  })
  expect(html).not.toContain('<img')
  expect(html).not.toContain('onerror="')
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
})

test('a subject is one line', () => {
  const { subject } = renderMail({ ...content, subject: 'Nova conversa: Ana\r\nBcc: outra@exemplo.com\u0000' })
  expect(subject).toBe('Nova conversa: Ana Bcc: outra@exemplo.com')
})

test('line breaks of a message are kept in both forms', () => {
  const { html, text } = renderMail(content)
  expect(html).toContain('Primeira linha<br>Segunda linha')
  expect(text).toContain('> Primeira linha\n> Segunda linha')
})

test('the text form says all that the other says', () => {
  const { text } = renderMail({ ...content, note: 'Uma nota.' })
  expect(text).toBe(`Ana escreveu

Um parágrafo.

Serviço: Divórcio

Mensagem:
> Primeira linha
> Segunda linha

Abrir:
https://exemplo.com/painel?a=1&b=2

Uma nota.

-- 
Garcez Palha
OAB/RJ 1.234
`)
})
