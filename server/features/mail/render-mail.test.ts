import { expect, test } from 'vitest'
import type { SignedContent } from './mail.ts'
import { renderMail } from './render-mail.ts'

const content: SignedContent = {
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

test('what people typed never becomes markup, wherever it stands', async () => {
  const attack = '<img src=x onerror="alert(1)">'
  const { html } = await renderMail({
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
  expect(html).toContain('href="https://exemplo.com/&quot;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;"')
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
})

test('a subject is one line', async () => {
  const { subject } = await renderMail({ ...content, subject: 'Nova conversa: Ana\r\nBcc: outra@exemplo.com\u0000' })
  expect(subject).toBe('Nova conversa: Ana Bcc: outra@exemplo.com')
})

test('line breaks of a message are kept in both forms', async () => {
  const { html, text } = await renderMail(content)
  expect(html).toContain('Primeira linha<br/>Segunda linha')
  expect(text).toContain('> Primeira linha\n> Segunda linha')
})

test('a mail says its language, and how it looks in the dark, in a sheet that nothing escaped', async () => {
  const { html } = await renderMail(content)
  expect(html).toContain('lang="pt-BR"')
  expect(html).toContain('<meta name="color-scheme" content="light dark"/>')
  expect(html).toContain('.page > table > tbody > tr > td { background-color: #0b1216 !important }')
  expect(html).not.toContain('<script')
})

test('the same content is the same mail: attempts that share an idempotency key send the same bytes', async () => {
  expect(await renderMail(content)).toEqual(await renderMail(structuredClone(content)))
})

test('the text form says all that the other says', async () => {
  const { text } = await renderMail({ ...content, note: 'Uma nota.' })
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
