import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { listOpenConversations } from '#db/queries/conversations.ts'
import { listEvents } from '#db/queries/messages.ts'
import { listNotifications } from '#db/queries/notifications.ts'
import { listStaff, type Profile } from '#db/queries/profiles.ts'
import { readWhatsappThread } from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import { createWhatsapp } from '#server/integrations/whatsapp.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { serveWebhookDoor, type WebhookDoorSite } from '#tests/support/webhook-door.ts'
import { answerOverWhatsapp, givenWhatsappConversation, newPhone, newWamid } from '#tests/support/whatsapp.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 12_000 }

let stack: JobStack
let site: WebhookDoorSite
let worker: Worker
let staff: Profile
let caller: ReturnType<JobStack['caller']>

beforeAll(async () => {
  stack = await createJobStack()
  site = await serveWebhookDoor(stack.services)
  await call('PUT', '/api/site', { url: site.url, retryScale: 0.001 })
  await call('PUT', '/api/settings', { statusDelayMs: 0 })
  worker = createWorker({ ...stack.services, whatsapp: impatient() })
  await worker.start()
  const [first] = await listStaff(stack.services.db)
  if (!first) throw new Error('the seed has staff')
  staff = first
  caller = stack.caller({ cookie: await stack.signIn({ userId: staff.id, role: staff.role }) })
})
afterAll(async () => {
  await worker.close()
  await site[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

/** The product waits ten seconds for an answer. */
function impatient() {
  const { WHATSAPP_BASE_URL: baseUrl, WHATSAPP_API_VERSION: apiVersion } = stack.env
  const { WHATSAPP_PHONE_NUMBER_ID: phoneNumberId = '', WHATSAPP_ACCESS_TOKEN: accessToken = '' } = stack.env
  return createWhatsapp({ baseUrl, apiVersion, phoneNumberId, accessToken, timeoutMs: 400 })
}

async function call(method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${stack.simulator.url}${path}`, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.status === 204 ? undefined : answer.json()
}
const emit = (event: object) => call('POST', '/api/events/whatsapp', { ...event, wait: true })

// Past the API, whose limits are made for people.
const rowOf = async (name: string) =>
  (await listOpenConversations(stack.services.db, { limit: 200 })).find(({ visitor }) => visitor.name === name)
const bodiesOf = async (conversationId: string) =>
  (await listEvents(stack.services.db, { conversationId, afterSeq: 0, limit: 100 })).map(({ body }) => body)
const threadOf = (conversationId: string) => readWhatsappThread(stack.services.db, conversationId)
const statesOf = async (conversationId: string) =>
  (await threadOf(conversationId))?.deliveries.map(({ state }) => state)

async function answer(conversationId: string, body: string): Promise<string> {
  const { messageId } = await answerOverWhatsapp(stack.services.db, { conversationId, staffId: staff.id, body })
  await wakeRelay(stack.services)
  return messageId
}

const sentBody = z.object({
  to: z.string().optional(),
  recipient: z.string().optional(),
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  template: z.unknown().optional(),
  biz_opaque_callback_data: z.string(),
})
/** What reached WhatsApp and was taken, as far as it holds that text; all of a kind without one. */
const takenWith = async (text: string) =>
  (await stack.deliveries('whatsapp'))
    .map(({ request }) => sentBody.parse(request.body))
    .filter((body) => JSON.stringify(body).includes(text))

/** Somebody whom WhatsApp let write to the firm. */
async function givenPerson(name: string) {
  const { waId } = newPhone()
  const write = (body: string, more: object = {}) => emit({ type: 'message', from: waId, name, body, ...more })
  await write('Bom dia')
  await expect.poll(() => rowOf(name), patience).toBeDefined()
  const conversationId = (await rowOf(name))?.id ?? ''
  return { waId, conversationId, write }
}

test('what a person writes over WhatsApp stands in the inbox, and the answer of staff reaches their phone', async () => {
  const { waId, conversationId, write } = await givenPerson('Rita Zap')
  expect(await rowOf('Rita Zap')).toMatchObject({ channel: 'whatsapp', preview: 'Bom dia', headSeq: 1 })
  await write('Preciso de ajuda com um contrato')
  await expect.poll(() => bodiesOf(conversationId), patience).toHaveLength(2)
  // Whoever answers has read it, and is told no more.
  const kinds = async () => {
    const { items } = await listNotifications(stack.services.db, { userId: staff.id, limit: 100 })
    return items.filter((item) => item.conversationId === conversationId).map(({ kind }) => kind)
  }
  await expect.poll(async () => (await kinds()).toSorted(), patience).toEqual(['lead', 'message'])

  const body = 'Olá, Rita! Pode mandar.'
  const { event } = await caller.messages.send({ conversationId, clientMsgId: newId(), body })
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await takenWith('Olá, Rita!')).toEqual([
    expect.objectContaining({ to: waId, type: 'text', biz_opaque_callback_data: `${event.id}.1` }),
  ])
  const thread = await caller.whatsapp.thread({ conversationId })
  expect(thread).toMatchObject({ phone: expect.stringMatching(/^\+55 31 9\d{4}-\d{4}$/), reopening: null })
})

test('fifty deliveries of one message, doubled and shuffled, are one message', async () => {
  const { conversationId, write } = await givenPerson('Davi Eco')
  await write('Uma só vez', { deliver: { copies: 50 } })
  await expect.poll(() => bodiesOf(conversationId), patience).toEqual(['Bom dia', 'Uma só vez'])
})

test('a picture is said to have come, and the longest text comes whole', async () => {
  const { conversationId, write } = await givenPerson('Lia Longa')
  await write('Meu contrato', { kind: 'image' })
  await expect.poll(async () => (await bodiesOf(conversationId)).at(-1), patience).toBe('[Imagem] Meu contrato')
  const text = 'palavra '.repeat(511).trim()
  await write(text)
  await expect.poll(async () => (await bodiesOf(conversationId)).slice(2).join(' '), patience).toBe(text)
})

test('whoever paid is told so on their phone, once', async () => {
  const { waId, conversationId } = await givenPerson('Nina Paga')
  const paid = { action: 'paid', externalReference: conversationId, amount: 120.4, deliver: { copies: 3 } }
  await call('POST', '/api/events/asaas', { ...paid, wait: true })
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await takenWith('o pagamento está confirmado')).toEqual([expect.objectContaining({ to: waId, type: 'text' })])
  expect(await bodiesOf(conversationId)).toHaveLength(2)
})

test('a person without a number is answered by their id', async () => {
  const name = 'Bia Sem Número'
  await emit({ type: 'message', fromUserId: 'BR.13491208655302741918', name, body: 'Oi' })
  await expect.poll(() => rowOf(name), patience).toBeDefined()
  const conversationId = (await rowOf(name))?.id ?? ''
  await answer(conversationId, 'Olá, Bia!')
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await takenWith('Olá, Bia!')).toEqual([expect.objectContaining({ recipient: 'BR.13491208655302741918' })])
})

test('an answer that never comes leaves the message unknown, it is not sent again, and a status settles it', async () => {
  const { conversationId } = await givenPerson('Ugo Incerto')
  await call('PUT', '/api/settings', { whatsappStatuses: [] })
  await stack.addRule({
    provider: 'whatsapp',
    when: { bodyIncludes: 'Tudo certo, Ugo' },
    acceptThenTimeout: { times: 1 },
  })
  await answer(conversationId, 'Tudo certo, Ugo?')
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['unknown'])
  await call('PUT', '/api/settings', { whatsappStatuses: ['sent', 'delivered'] })

  const [delivery] = (await stack.deliveries('whatsapp')).filter(({ request }) =>
    JSON.stringify(request.body).includes('Tudo certo, Ugo'),
  )
  await emit({ type: 'status', wamid: delivery?.id, status: 'delivered' })
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await takenWith('Tudo certo, Ugo')).toHaveLength(1)
})

test('an error after the message was taken is not an invitation to send it again', async () => {
  const { conversationId } = await givenPerson('Eva Erro')
  await stack.addRule({ provider: 'whatsapp', when: { bodyIncludes: 'Boa tarde, Eva' }, acceptThenFail: { times: 1 } })
  await answer(conversationId, 'Boa tarde, Eva!')
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await takenWith('Boa tarde, Eva')).toHaveLength(1)
})

test('what was refused for being too much is sent later, once', async () => {
  const { conversationId } = await givenPerson('Tom Limite')
  const fail = { times: 2, status: 429 }
  await stack.addRule({ provider: 'whatsapp', when: { bodyIncludes: 'Boa noite, Tom' }, fail })
  const messageId = await answer(conversationId, 'Boa noite, Tom!')
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await takenWith('Boa noite, Tom')).toEqual([
    expect.objectContaining({ biz_opaque_callback_data: `${messageId}.3` }),
  ])
})

test('what WhatsApp does not take at all fails at once, and staff see why', async () => {
  const { conversationId } = await givenPerson('Nina Nunca')
  await stack.addRule({
    provider: 'whatsapp',
    when: { bodyIncludes: 'Até logo, Nina' },
    fail: { times: 9, status: 400 },
  })
  await answer(conversationId, 'Até logo, Nina!')
  await expect
    .poll(async () => (await threadOf(conversationId))?.deliveries, patience)
    .toMatchObject([{ state: 'failed', errorCode: 131009 }])
  expect(await stack.deliveries('whatsapp', 'refused')).toSatisfy(
    (refused: readonly unknown[]) =>
      refused.filter((one) => JSON.stringify(one).includes('Até logo, Nina')).length === 1,
  )
})

test('a text that comes too late waits, a template asks the person to write, and then it goes', async () => {
  const phone = newPhone()
  // WhatsApp has not heard of them; here they wrote an hour ago.
  const { conversationId } = await givenWhatsappConversation(stack.services.db, { ...phone, name: 'Ivo Tarde' })
  await answer(conversationId, 'Primeira resposta ao Ivo')
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['held'])
  await expect
    .poll(async () => (await threadOf(conversationId))?.reopening, patience)
    .toEqual({
      state: 'delivered',
      errorCode: null,
    })
  expect((await takenWith(phone.waId)).filter(({ type }) => type === 'template')).toEqual([
    expect.objectContaining({ to: phone.waId, template: { name: 'retomar_conversa', language: { code: 'pt_BR' } } }),
  ])

  await emit({ type: 'message', from: phone.waId, name: 'Ivo Tarde', body: 'Voltei!' })
  await expect.poll(() => statesOf(conversationId), patience).toEqual(['delivered'])
  expect(await bodiesOf(conversationId)).toHaveLength(3)
})

test('ten answers in a row reach the phone in their order', async () => {
  const { conversationId } = await givenPerson('Caio Fila')
  const texts = Array.from({ length: 10 }, (_, index) => `Fila ${index} do Caio`)
  for (const text of texts) await answer(conversationId, text)
  await expect.poll(() => statesOf(conversationId), patience).toEqual(texts.map(() => 'delivered'))
  expect((await takenWith('do Caio')).map(({ text }) => text?.body)).toEqual(texts)
})

test('events of another number of the account are none of ours', async () => {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '5521900000000', phone_number_id: '999' },
    contacts: [{ profile: { name: 'De Outro Número' }, wa_id: '5521911112222' }],
    messages: [{ from: '5521911112222', id: newWamid(), timestamp: '1764000000', type: 'text', text: { body: 'Oi' } }],
  }
  const body = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }
  await emit({ type: 'raw', body })
  // What came after it is applied: so it was, too.
  await givenPerson('Depois Dela')
  expect(await rowOf('De Outro Número')).toBeUndefined()
})

test('whoever writes for the first time is told once what becomes of what they write, and it is on record', async () => {
  const { waId, conversationId, write } = await givenPerson('Nova Pessoa')
  const notices = async () => (await takenWith('Aviso de privacidade')).filter(({ to }) => to === waId)
  await expect.poll(notices, patience).toHaveLength(1)
  await write('Mais uma pergunta')
  await expect.poll(() => bodiesOf(conversationId), patience).toHaveLength(2)
  expect(await notices()).toHaveLength(1)
  expect((await notices())[0]?.text?.body).toContain('/privacidade')
})
