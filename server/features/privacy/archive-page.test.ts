import { expect, test } from 'vitest'
import { consentTexts, consentVersion } from '../../contracts/consent.ts'
import { type ArchiveContent, writeArchivePage } from './archive-page.ts'
import { withWords } from './consent-words.ts'

const at = '2026-11-23T12:05:09.123456+00:00'
const id = '0193f6a0-0000-7000-8000-000000000001'
const consent = { textVersion: consentVersion, locale: 'pt-BR', basis: 'form', channel: 'site', givenAt: at }

/** Every column of export_person, of `sessions` too. */
const content: ArchiveContent = {
  madeAt: at,
  person: { id, name: 'Ana', email: null, role: 'client', createdAt: at, isActive: true, erasedAt: null },
  consents: [withWords({ ...consent, conversationId: id })],
  conversations: [
    {
      ...{ id, channel: 'whatsapp', status: 'closed', startedAt: at, lastEventAt: at, service: 'inventario' },
      assignee: 'Helena',
      messages: [{ seq: 1, at, author: 'Ana', side: 'visitor', text: 'Bom dia', isErased: false }],
    },
  ],
  readMarks: [{ conversationId: id, readSeq: 3, readAt: at, lastSeenAt: at }],
  leads: [{ id, name: 'Ana', email: null, phone: null, status: 'won', source: 'site', createdAt: at }],
  payments: [
    {
      ...{
        id,
        amountCents: 125_050,
        currency: 'BRL',
        status: 'paid',
        provider: 'mercado-pago',
        description: 'Parecer',
      },
      ...{ checkoutUrl: 'https://pague.example/1', paidAt: at, createdAt: at },
    },
  ],
  whatsapp: [{ number: '+5521999998888', userId: null, lastInboundAt: at, since: at }],
  mails: [{ kind: 'sign-in-link', to: 'ana@exemplo.com', status: 'delivered', at }],
  suppressedAddresses: [{ address: 'ana@exemplo.com', reason: 'bounced', since: at }],
  notifications: [{ kind: 'payment', conversationId: id, createdAt: at, readAt: null }],
  signInAccounts: [{ provider: 'google', since: at }],
  sessions: [{ since: at, lastUsedAt: at, method: 'link', browser: 'Firefox', address: '203.0.113.7' }],
  privacyRequests: [{ kind: 'erase', state: 'refused', reason: 'legal_duty', requestedAt: at, decidedAt: at }],
  actions: [{ at, action: 'auth.sign-in', from: '203.0.113.7' }],
}

const tables = [[content.person], ...Object.values(content).filter((part) => Array.isArray(part))]
const keys = new Set(tables.flatMap((rows) => rows.flatMap((row) => Object.keys(row))))
const headsOf = (page: string) => [...page.matchAll(/<th>(.*?)<\/th>/g)].map(([, head]) => head ?? '')

test.each(['pt-BR', 'en'] as const)('no column and no value is named as machines name it, in %s', (locale) => {
  const page = writeArchivePage(content, locale)
  expect(headsOf(page).filter((head) => keys.has(head))).toEqual([])
  const codes = 'client closed won paid delivered bounced payment google link refused legal_duty erase form visitor'
  const cells = [...page.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell ?? '')
  expect(
    cells.filter((cell) => codes.split(' ').includes(cell) || /^(true|false|[a-z]+[.-][a-z-]+)$/.test(cell)),
  ).toEqual([])
  expect(page).not.toContain('T12:05')
})

test('in Portuguese it reads as people in Brazil read: dates, hours, amounts, words', () => {
  const page = writeArchivePage(content, 'pt-BR')
  for (const text of ['23/11/2026 09:05', 'R$\u00a01.250,50', 'Cliente', 'Encerrada', 'Entrou', '<dd>Bom dia</dd>']) {
    expect(page).toContain(text)
  }
})

test('the words agreed to stand beside the version', () => {
  const page = writeArchivePage(content, 'en')
  expect(page).toContain('Text version')
  expect(page).toContain(`<td>${consentTexts[consentVersion]['pt-BR'].statement}</td>`)
  expect(withWords({ ...consent, basis: 'notice', locale: 'en' }).words).toBe(
    consentTexts[consentVersion].en.notice.replace('{url}', '/privacidade'),
  )
  expect(withWords({ ...consent, textVersion: '1999-01-01' }).words).toBeNull()
})
