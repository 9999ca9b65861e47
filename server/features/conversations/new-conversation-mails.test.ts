import { expect, test } from 'vitest'
import type { ConversationForMail } from '#db/queries/mail.ts'
import { writeFirmMail } from './email-firm-new-conversation.mail.ts'
import { writeVisitorMail } from './email-visitor-new-conversation.mail.ts'

const context = { publicUrl: 'https://garcezpalha.example/', firm: { name: 'Garcez Palha', lines: [] } }
const conversation: ConversationForMail = {
  conversationId: '0199aaaa-0000-7000-8000-000000000001',
  visitorName: 'Ana Souza',
  visitorEmail: 'ana@exemplo.com',
  productName: 'Divórcio consensual',
  firstMessage: 'Bom dia!',
  locale: 'pt-BR',
  createdAt: '2026-11-23T13:42:00+00:00',
}

test('the firm reads who wrote, about what, when by its own clock, and where to answer', () => {
  const mail = writeFirmMail(conversation, context)
  expect(mail.subject).toBe('Nova conversa: Ana Souza (Divórcio consensual)')
  expect(mail.text).toContain('Recebida em: 23 de novembro de 2026 às 10:42 (horário de Brasília)')
  expect(mail.text).toContain('> Bom dia!')
  expect(mail.text).toContain('https://garcezpalha.example/painel/0199aaaa-0000-7000-8000-000000000001')
})

test('without service and address the firm’s mail leaves them out', () => {
  const mail = writeFirmMail({ ...conversation, productName: null, visitorEmail: null }, context)
  expect(mail.subject).toBe('Nova conversa: Ana Souza')
  expect(mail.text).not.toMatch(/Serviço|E-mail|null/)
})

test('the visitor is greeted by the first name and led back to the conversation', () => {
  const mail = writeVisitorMail(conversation, context)
  expect(mail.subject).toBe('Recebemos sua mensagem · Garcez Palha')
  expect(mail.text).toContain('Recebemos sua mensagem, Ana\n')
  expect(mail.text).toContain('https://garcezpalha.example/conversa/0199aaaa-0000-7000-8000-000000000001')
})

test('an English conversation gets English mails with links to the English pages', () => {
  const english = { ...conversation, locale: 'en' as const }
  const [firm, visitor] = [writeFirmMail(english, context), writeVisitorMail(english, context)]
  expect(firm.subject).toBe('New conversation: Ana Souza (Divórcio consensual)')
  expect(firm.text).toContain('https://garcezpalha.example/en/painel/')
  expect(visitor.subject).toBe('We have your message · Garcez Palha')
  expect(visitor.text).toContain('https://garcezpalha.example/en/conversa/')
  expect(visitor.html).toContain('<html lang="en">')
})
