import { expect, test } from 'vitest'
import type { ConversationForMail } from '#db/queries/mail.ts'
import type { Locale } from '#server/contracts/locales.ts'
import type { AlertForMail } from './templates/operator-alert.mail.ts'
import type { PaymentForMail } from './templates/payment-received.ts'
import { writeMail } from './write-mail.ts'

const setting = (locale: Locale = 'pt-BR') => ({
  publicUrl: 'https://garcezpalha.example/',
  firm: { name: 'Garcez Palha', lines: [] },
  locale,
})
const conversation: ConversationForMail = {
  conversationId: '0199aaaa-0000-7000-8000-000000000001',
  visitorName: 'Ana Souza',
  visitorEmail: 'ana@exemplo.com',
  productName: 'Divórcio consensual',
  firstMessage: 'Bom dia!',
  locale: 'pt-BR',
  createdAt: '2026-11-23T13:42:00+00:00',
}
const payment: PaymentForMail = {
  conversationId: conversation.conversationId,
  visitorName: 'Ana Souza',
  description: 'Entrada dos honorários',
  amountCents: 125_000,
  currency: 'BRL',
  paidAt: '2026-11-23T13:42:00Z',
  provider: 'mercado-pago',
  reference: '131234567',
}
const alert: AlertForMail = {
  state: 'raised',
  title: 'Tarefas paradas',
  detail: 'Há tarefas esperando há mais de um minuto.',
  facts: [{ label: 'Mais antiga', value: '75 s' }],
  at: '2026-11-23T13:42:00Z',
  path: '/console/alerts',
}
/** Intl parts figures from units with no-break spaces. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('the firm reads who wrote, about what, when by its own clock, and where to answer', async () => {
  const mail = await writeMail('firm-new-conversation', conversation, setting())
  expect(mail.subject).toBe('Nova conversa: Ana Souza (Divórcio consensual)')
  expect(mail.text).toContain('Recebida em: 23 de novembro de 2026 às 10:42 (horário de Brasília)')
  expect(mail.text).toContain('> Bom dia!')
  expect(mail.text).toContain('https://garcezpalha.example/painel/0199aaaa-0000-7000-8000-000000000001')
})

test('without service and address the firm’s mail leaves them out', async () => {
  const bare = { ...conversation, productName: null, visitorEmail: null }
  const mail = await writeMail('firm-new-conversation', bare, setting())
  expect(mail.subject).toBe('Nova conversa: Ana Souza')
  expect(mail.text).not.toMatch(/Serviço|E-mail|null/)
})

test('the visitor is greeted by the first name and led back to the conversation', async () => {
  const mail = await writeMail('visitor-new-conversation', conversation, setting())
  expect(mail.subject).toBe('Recebemos sua mensagem · Garcez Palha')
  expect(mail.text).toContain('Recebemos sua mensagem, Ana\n')
  expect(mail.text).toContain('https://garcezpalha.example/conversa/0199aaaa-0000-7000-8000-000000000001')
})

test('an English conversation gets English mails with links to the English pages', async () => {
  const firm = await writeMail('firm-new-conversation', conversation, setting('en'))
  const visitor = await writeMail('visitor-new-conversation', conversation, setting('en'))
  expect(firm.subject).toBe('New conversation: Ana Souza (Divórcio consensual)')
  expect(firm.text).toContain('https://garcezpalha.example/en/painel/')
  expect(visitor.subject).toBe('We have your message · Garcez Palha')
  expect(visitor.text).toContain('https://garcezpalha.example/en/conversa/')
  expect(visitor.html).toContain('lang="en"')
})

test('a payment is confirmed to who paid and told to the firm, in reais', async () => {
  const visitor = await writeMail('visitor-payment-received', payment, setting())
  expect(plain(visitor.subject)).toBe('Pagamento confirmado: R$ 1.250,00')
  expect(visitor.text).toContain('Recebemos seu pagamento, Ana\n')
  expect(visitor.text).toContain('Referente a: Entrada dos honorários')
  expect(visitor.text).toContain('https://garcezpalha.example/conversa/0199aaaa')
  const firm = await writeMail('firm-payment-received', payment, setting('en'))
  expect(plain(firm.subject)).toBe('Payment received: R$1,250.00 from Ana Souza')
  expect(firm.text).toContain('Through: Mercado Pago')
  // A part does not win the lead, and the mail must not say so.
  expect(firm.text).toContain('Once the whole amount has come, the lead is marked as won.')
  expect(firm.text).toContain('https://garcezpalha.example/en/painel/0199aaaa')
})

test('a payment of no conversation leads to no conversation', async () => {
  const unbound = { ...payment, conversationId: null }
  expect((await writeMail('visitor-payment-received', unbound, setting())).text).not.toMatch(/conversa\/|null/)
  expect((await writeMail('firm-payment-received', unbound, setting())).text).toMatch(/example\/painel\n/)
})

test('an alert says since when, and its end says that it is over', async () => {
  const raised = await writeMail('operator-alert', alert, setting())
  expect(raised.subject).toBe('Alerta: Tarefas paradas')
  expect(raised.text).toContain('Mais antiga: 75 s\nDesde: 23 de novembro de 2026 às 10:42')
  expect(raised.text).toContain('https://garcezpalha.example/console/alerts')
  const cleared = await writeMail('operator-alert', { ...alert, state: 'cleared' }, setting('en'))
  expect(cleared.subject).toBe('Back to normal: Tarefas paradas')
})

test('a disabled webhook is named by its host, with what it answered last', async () => {
  const endpoint = {
    url: 'https://erp.exemplo.com/avisos?x=1',
    reason: 'failed' as const,
    failures: 20,
    failingSince: '2026-11-23T13:42:00Z',
    lastError: '503',
    path: '/console/webhooks',
  }
  const mail = await writeMail('webhook-endpoint-disabled', endpoint, setting())
  expect(mail.subject).toBe('Webhook desativado: erp.exemplo.com')
  expect(mail.text).toContain('falhou 20 vezes seguidas')
  const gone = await writeMail('webhook-endpoint-disabled', { ...endpoint, reason: 'gone' }, setting())
  expect(gone.text).toContain('respondeu 410')
})

test('an invitation leads to the page that confirms it, with the token where no server sees it', async () => {
  const data = { name: 'Marina Prado', role: 'lawyer' as const, endsAt: '2026-11-30T13:42:00Z', token: 'abc-DEF_123' }
  const mail = await writeMail('staff-invitation', data, setting())
  expect(mail.subject).toBe('Seu acesso ao painel · Garcez Palha')
  expect(mail.text).toContain('Sua função: Advocacia')
  expect(mail.text).toContain('https://garcezpalha.example/entrar/confirmar#token=abc-DEF_123')
  const english = await writeMail('staff-invitation', data, setting('en'))
  expect(english.text).toContain('https://garcezpalha.example/en/entrar/confirmar#token=abc-DEF_123')
})
