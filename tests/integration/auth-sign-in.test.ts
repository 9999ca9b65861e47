import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openSession } from '#server/auth/open-session.ts'
import { newId } from '#server/contracts/ids.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { urlOf } from '#tests/support/auth-browser.ts'
import { browserOf, errorOf, givenStaff, sessionOf } from '#tests/support/auth-people.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { sqlOf } from '#tests/support/sign-in-links.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000 }

let stack: JobStack
let worker: Worker

beforeAll(async () => {
  stack = await createJobStack()
  worker = createWorker(stack.services)
  await worker.start()
})
afterAll(async () => {
  await worker.close()
  await stack[Symbol.asyncDispose]()
})

const body = z.object({ subject: z.string(), html: z.string(), text: z.string() })

/** The sign-in mails that an address got. */
async function mailsTo(email: string) {
  const mails = await stack.mails()
  const links = mails.filter(
    ({ summary, request }) => summary.to === email && JSON.stringify(request.body).includes('/entrar/confirmar'),
  )
  return links.map(({ request }) => body.parse(request.body))
}

/** What somebody finds in their mail: the token of its link. */
async function readTokenFromMail(email: string): Promise<string> {
  await expect.poll(() => mailsTo(email), patience).toHaveLength(1)
  const [mail] = await mailsTo(email)
  const [, token] = /\/entrar\/confirmar#token=([\w-]{43})/.exec(mail?.text ?? '') ?? []
  expect(token).toBeDefined()
  return token ?? ''
}

const auditOf = async (actorId: string) => {
  const rows = await sqlOf(
    stack,
  )`select action, result, code from public.audit_log where actor_id = ${actorId} order by id`
  return rows.map(({ action, result }) => `${action} ${result}`)
}

describe('a link by mail', () => {
  it('brings a colleague from the sign-in page into the inbox', async () => {
    const person = await givenStaff(stack, 'lawyer')
    const browser = browserOf(stack)
    expect(urlOf(await browser.askForLink(person.email.toUpperCase()))).toBe('/entrar')
    const answer = await browser.confirm(await readTokenFromMail(person.email))
    expect(urlOf(answer)).toBe('/painel')
    const session = await stack.services.sessions.get(sessionOf(stack, browser) ?? '')
    expect(session).toMatchObject({ userId: person.id, role: 'lawyer' })
    const [listed] = await stack.services.sessions.listByUser(person.id)
    expect(listed?.origin).toEqual({ method: 'link', userAgent: 'a browser of the tests', address: browser.address })
    expect(await auditOf(person.id)).toEqual(['auth.sign-in ok'])
  })

  it('is written in the language of who asked, and returns to the page that was asked for, in another browser too', async () => {
    const person = await givenStaff(stack)
    await browserOf(stack).askForLink(person.email, { locale: 'en', callbackUrl: '/painel/123?aba=notas' })
    const token = await readTokenFromMail(person.email)
    const [mail] = await mailsTo(person.email)
    expect(mail?.text).toContain('/en/entrar/confirmar#token=')
    const elsewhere = browserOf(stack)
    expect(urlOf(await elsewhere.confirm(token))).toBe('/painel/123?aba=notas')
  })

  it('says to each what it is for: a colleague, a visitor who confirms, a client who comes back', async () => {
    const colleague = await givenStaff(stack)
    await browserOf(stack).askForLink(colleague.email)
    await readTokenFromMail(colleague.email)
    const [toColleague] = await mailsTo(colleague.email)
    expect(toColleague?.subject).toMatch(/^Seu link de acesso · /)
    const email = `${newId()}@correio.example`
    const visitor = await startAsVisitor(stack, newConversation())
    await visitor.caller.visitors.confirmEmail({ email })
    const token = await readTokenFromMail(email)
    const [toVisitor] = await mailsTo(email)
    expect(toVisitor?.subject).toBe(`Confirme seu e-mail · ${stack.env.FIRM_NAME}`)
    expect(toVisitor?.text).toContain(`sua conversa com ${stack.env.FIRM_NAME}`)
    expect(toVisitor?.text).not.toMatch(/Entrar no Plantão/)
    await browserOf(stack).confirm(token)
    await browserOf(stack).askForLink(email)
    await expect
      .poll(async () => (await mailsTo(email)).map(({ subject }) => subject), patience)
      .toEqual(expect.arrayContaining([`Suas conversas · ${stack.env.FIRM_NAME}`]))
  })

  it('is sent to nobody who is not known, and looks the same to whoever asks', async () => {
    const known = await givenStaff(stack)
    const stranger = `${newId()}@correio.example`
    const answers = await Promise.all([browserOf(stack).askForLink(stranger), browserOf(stack).askForLink(known.email)])
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1)
    await readTokenFromMail(known.email)
    await expect.poll(async () => (await jobsOf(stranger))[0]?.outcome, patience).toBe('done')
    expect(await mailsTo(stranger)).toEqual([])
  })

  it('makes a client of a visitor who left the address, whose conversation it is from then on', async () => {
    const email = `${newId()}@correio.example`
    const { conversation } = await startAsVisitor(stack, newConversation({ email }))
    const browser = browserOf(stack)
    await browser.askForLink(email)
    const answer = await browser.confirm(await readTokenFromMail(email))
    expect(urlOf(answer)).toBe('/conversa')
    const cookie = `plantao_session=${sessionOf(stack, browser)}`
    const session = await stack.services.sessions.get(sessionOf(stack, browser) ?? '')
    expect(session?.role).toBe('client')
    const read = await stack.caller({ cookie }).conversations.byId({ conversationId: conversation.id })
    expect(read.id).toBe(conversation.id)
  })

  it('goes on in the browser where it began: the session of the same person is rotated', async () => {
    const email = `${newId()}@correio.example`
    const visitor = await startAsVisitor(stack, newConversation({ email }))
    const [name = '', token = ''] = visitor.cookie.split('=')
    const browser = browserOf(stack, { cookies: { [name]: token } })
    await browser.askForLink(email)
    await browser.confirm(await readTokenFromMail(email))
    const session = await stack.services.sessions.get(sessionOf(stack, browser) ?? '')
    expect(session).toMatchObject({ role: 'client' })
    expect(sessionOf(stack, browser)).not.toBe(token)
    expect(await stack.services.sessions.get(token)).toBeNull()
    const listed = await stack.services.sessions.listByUser(session?.userId ?? '')
    expect(listed.map(({ origin }) => origin?.method)).toEqual(['link'])
  })

  it('lets somebody in who was invited and asks for a link instead of taking the invitation’s', async () => {
    const person = await givenStaff(stack)
    await sqlOf(stack)`update public.profiles set is_active = false, invited_at = now() where id = ${person.id}`
    const browser = browserOf(stack)
    await browser.askForLink(person.email)
    await browser.confirm(await readTokenFromMail(person.email))
    const session = await stack.services.sessions.get(sessionOf(stack, browser) ?? '')
    expect(session).toMatchObject({ userId: person.id, role: 'attendant' })
    expect(await auditOf(person.id)).toEqual(['staff.accept-invitation ok', 'auth.sign-in ok'])
  })

  it('is an unusable one for whoever is nobody here any more, and that is on record', async () => {
    const person = await givenStaff(stack)
    await browserOf(stack).askForLink(person.email)
    const token = await readTokenFromMail(person.email)
    await sqlOf(stack)`update public.profiles set is_active = false where id = ${person.id}`
    const browser = browserOf(stack)
    expect(errorOf(await browser.confirm(token))).toBe('Verification')
    expect(sessionOf(stack, browser)).toBeUndefined()
    const [row] = await sqlOf(stack)`
      select action, code from public.audit_log where ip = ${browser.address} and result = 'refused'`
    expect(row).toEqual({ action: 'auth.sign-in', code: 'UNAUTHORIZED' })
  })
})

describe('a session that is opened while its owner is being switched off', () => {
  it.each([
    ['switched off', (id: string) => sqlOf(stack)`update public.profiles set is_active = false where id = ${id}`],
    [
      'given another role',
      (id: string) => sqlOf(stack)`update public.profiles set role = 'attendant' where id = ${id}`,
    ],
  ])('ends at once where they were %s meanwhile', async (_, change) => {
    const { id } = await givenStaff(stack, 'admin')
    await change(id)
    const origin = { method: 'link', userAgent: '', address: '203.0.113.7' } as const
    expect(await openSession(stack.services, { profile: { id, role: 'admin' }, origin })).toBeNull()
    expect(await stack.services.sessions.listByUser(id)).toEqual([])
  })
})

const jobsOf = (email: string) => sqlOf(stack)`
  select o.outcome from public.outbox as o
  join public.verification_tokens as t on t.id = (o.payload ->> 'requestId')::uuid where t.identifier = ${email}`
