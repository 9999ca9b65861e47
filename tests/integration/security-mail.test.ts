import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { locales } from '#server/contracts/locales.ts'
import type { MailKind } from '#server/contracts/mail.ts'
import { samples } from '#server/dev/simulator/templates/samples.ts'
import { type MailData, mailTemplates } from '#server/features/mail/mail-templates.ts'
import { sendMail } from '#server/features/mail/send-mail.ts'
import { newConversation } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'

let stack: JobStack
beforeAll(async () => {
  stack = await createJobStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** What breaks a line somewhere: in SMTP, in JavaScript, in a terminal, in a provider that decodes once too often. */
const breaks = ['\r\n', '\n', '\r', '\u0000', '\u000b', '\u000c', '\u0085', '\u2028', '\u2029']
const injection = breaks.map((mark) => `${mark}Bcc: outra@exemplo.com`).join('')

/** Every text of a sample, hostile from its first letter. */
function hostile<T>(value: T): T
function hostile(value: unknown): unknown {
  if (typeof value === 'string') return isClosed(value) ? value : `Ana${injection}`
  if (Array.isArray(value)) return value.map(hostile)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hostile(inner)]))
}

/** Dates, money, words of a closed list: nobody types them. */
const isClosed = (text: string): boolean =>
  /^(\d{4}-\d{2}-\d{2}T|[A-Z]{3}$|pt-BR$|en$|site$|raised$|cleared$|failed$|gone$|lawyer$|confirming$|mercado-pago$|asaas$)/.test(
    text,
  )

const kinds = Object.keys(mailTemplates).filter((kind): kind is MailKind => kind in mailTemplates)

const orderOf = <K extends MailKind>(kind: K, data: MailData[K], more: { to?: string; replyTo?: string } = {}) => ({
  ...{ jobId: newId(), kind, data, to: `${newId()}@correio.example`, locale: 'pt-BR' as const },
  ...{ log: pino({ level: 'silent' }), signal: new AbortController().signal },
  ...more,
})

describe('header injection', () => {
  test.each(kinds)('%s has one subject line and one recipient, whatever was typed', async (kind) => {
    for (const locale of locales) {
      const order = { ...orderOf(kind, hostile(samples[locale][kind])), locale }
      expect(await sendMail(stack.services, order)).toBe('sent')
      const sent = (await stack.mails()).find(({ idempotencyKey }) => idempotencyKey === order.jobId)
      expect(sent?.request.body).toMatchObject({
        from: stack.env.FIRM_FROM,
        to: order.to,
        subject: expect.not.stringMatching(/[\p{Cc}\p{Zl}\p{Zp}]/u),
      })
      expect(Object.keys(Object(sent?.request.body)).sort()).toEqual(['from', 'html', 'subject', 'tags', 'text', 'to'])
    }
  })

  test.each([
    ...breaks.map((mark) => `ana@correio.example${mark}Bcc: outra@exemplo.com`),
    'ana@correio.example, outra@exemplo.com',
    'ana@correio.example;outra@exemplo.com',
    '<ana@correio.example> outra@exemplo.com',
  ])('an address that would be more than one is refused for good: %j', async (address) => {
    const order = orderOf('operator-alert', samples['pt-BR']['operator-alert'])
    const refused = { reason: 'header_injection', isRetryable: false }
    await expect(sendMail(stack.services, { ...order, replyTo: address })).rejects.toMatchObject(refused)
    const { resend, env } = stack.services
    const mail = { from: env.FIRM_FROM, to: address, subject: 'x', html: 'x', text: 'x' }
    await expect(resend.sendEmail(mail, { idempotencyKey: order.jobId })).rejects.toMatchObject(refused)
    expect((await stack.mails('all')).filter(({ idempotencyKey }) => idempotencyKey === order.jobId)).toEqual([])
  })

  test('a form that brings one is refused with the field named', async () => {
    const start = (visitor: { name?: string; email?: string }) =>
      stack.caller().conversations.start(newConversation(visitor))
    for (const mark of breaks) {
      await expect(start({ email: `ana@exemplo.com${mark}Bcc: outra@exemplo.com` })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('email'),
      })
      await expect(start({ name: `Ana${mark}Bcc: outra@exemplo.com` })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
        message: expect.stringContaining('name'),
      })
    }
  })
})
