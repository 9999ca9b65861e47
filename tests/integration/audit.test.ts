import { randomUUID } from 'node:crypto'
import { type DestinationStream, pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { DatabaseUnavailableError } from '#db/errors.ts'
import { limits } from '#server/contracts/limits.ts'
import { receiveWebhook } from '#server/features/webhooks/receive-webhook.ts'
import { appRouter } from '#server/router.ts'
import type { Services } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { type AuditWorld, createAuditWorld } from '#tests/support/audit/audit-world.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { givenPerson } from '#tests/support/people.ts'
import { signedWebhook } from '#tests/support/signed-webhooks.ts'

let world: AuditWorld
beforeAll(async () => {
  world = await createAuditWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

let lastAddress = 0
const newAddress = () => {
  lastAddress += 1
  return `198.51.100.${lastAddress}`
}

const rowsFrom = (address: string) => world.sql`
  select action, result, code, via, actor_id as "actorId", subject_type as "subjectType", subject_id as "subjectId"
  from public.audit_log where ip = ${address} order by id`

interface Caller {
  readonly address: string
  readonly cookie?: string
  readonly services?: Services
}

function callerOf({ address, cookie, services = world.stack.services }: Caller) {
  const request = { headers: { cookie }, socket: { remoteAddress: address } }
  return appRouter.createCaller(createContext({ services, request }))
}

/** The services with a database that refuses some functions, and a log that can be read. */
function brokenServices(refuse: (fn: string) => Error | undefined) {
  const lines: string[] = []
  const called: string[] = []
  const stream: DestinationStream = { write: (line) => void lines.push(line) }
  const { db, ...services } = world.stack.services
  const broken: Db = {
    ...{ rest: db.rest, close: async () => undefined },
    get sql() {
      return db.sql
    },
    call: async (fn, args) => {
      called.push(fn)
      const error = refuse(fn)
      if (error) throw error
      return db.call(fn, args)
    },
  }
  return { services: { ...services, db: broken, log: pino({ level: 'error' }, stream) }, lines, called }
}

test('what a limit refuses leaves no row', async () => {
  const address = newAddress()
  const { limit } = limits.chat
  const codes: unknown[] = []
  for (let count = 0; count < limit + 3; count += 1) {
    await callerOf({ address })
      .messages.send({ conversationId: randomUUID(), clientMsgId: randomUUID(), body: 'Olá' })
      .catch(({ code }) => codes.push(code))
  }
  expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(3)
  expect(await rowsFrom(address)).toHaveLength(limit)
})

test('what breaks is a failure, and names what it was about', async () => {
  const address = newAddress()
  const { services } = brokenServices((fn) =>
    fn === 'remove_mail_suppression' ? new Error('joana@correio.example') : undefined,
  )
  const id = randomUUID()
  const admin = callerOf({ address, services, cookie: await world.adminCookie() })
  await expect(admin.mail.unsuppress({ id })).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  expect(await rowsFrom(address)).toEqual([
    {
      ...{ action: 'mail.unsuppress', result: 'failed', code: 'INTERNAL_SERVER_ERROR', via: 'http' },
      ...{ actorId: world.adminId, subjectType: 'mail_suppression', subjectId: id },
    },
  ])
})

test('without a database the answer is not held up by the row: the log has it, without the address', async () => {
  const address = newAddress()
  const { services, lines, called } = brokenServices(() => new DatabaseUnavailableError(new Error('gone')))
  const admin = callerOf({ address, services, cookie: await world.adminCookie() })
  await expect(admin.mail.unsuppress({ id: randomUUID() })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  expect(called).toEqual(['remove_mail_suppression'])
  const [line] = lines.filter((text) => text.includes('an audit row could not be written'))
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    audit: { action: 'mail.unsuppress', result: 'failed', code: 'SERVICE_UNAVAILABLE', actorId: world.adminId },
  })
  expect(lines.join('')).not.toContain(address)
})

test('what is done stays done where its row cannot be written', async () => {
  const address = newAddress()
  const { services, lines } = brokenServices((fn) => (fn === 'record_audit' ? new Error('no room') : undefined))
  const { cookie } = await world.visitor()
  expect(await callerOf({ address, services, cookie }).auth.signOut()).toEqual({ isSignedOut: true })
  expect(lines.filter((text) => text.includes('an audit row could not be written'))).toHaveLength(1)
})

test('a refusal names what was asked about, by its id alone', async () => {
  const id = randomUUID()
  const [named, unnamed] = [newAddress(), newAddress()]
  await callerOf({ address: named })
    .products.archive({ id })
    .catch(() => undefined)
  await callerOf({ address: unnamed })
    .products.archive({ id: 'joana@correio.example' })
    .catch(() => undefined)
  expect(await rowsFrom(named)).toMatchObject([{ subjectType: 'product', subjectId: id, code: 'UNAUTHORIZED' }])
  expect(await rowsFrom(unnamed)).toMatchObject([{ subjectType: null, subjectId: null, code: 'UNAUTHORIZED' }])
})

test('a call over a WebSocket says so, and by which browser', async () => {
  await using gateway = await openGateway(world.stack.env)
  const { cookie, conversationId } = await world.visitor()
  const other = await world.visitor()
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'
  using socket = await openRawSocket(gateway.port, { cookie, userAgent })
  const input = { conversationId: other.conversationId, clientMsgId: randomUUID(), body: 'Olá' }
  socket.say(
    call(1, 'mutation', 'messages.send', input),
    call(2, 'mutation', 'messages.send', { ...input, conversationId }),
  )
  const rows = () => world.sql`
    select result, code, agent, subject_id as "subjectId" from public.audit_log
    where action = 'message.send' and via = 'ws'`
  await expect.poll(() => socket.frames.length).toBe(2)
  expect(await rows()).toEqual([
    { result: 'refused', code: 'FORBIDDEN', agent: 'Firefox 133 · Linux', subjectId: other.conversationId },
  ])
})

test('who shows that they type where they take no part is refused, and that is recorded', async () => {
  const address = newAddress()
  const { cookie, conversationId } = await world.visitor()
  const other = await world.visitor()
  const { conversations } = callerOf({ address, cookie })
  await conversations.setActivity({ conversationId, isTyping: true })
  const trying = conversations.setActivity({ conversationId: other.conversationId, isTyping: true })
  await expect(trying).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await rowsFrom(address)).toMatchObject([
    { action: 'conversation.set-activity', code: 'FORBIDDEN', subjectId: other.conversationId },
  ])
})

test('who takes their own data is whom the row is about, refused or not', async () => {
  const [taken, refused] = [newAddress(), newAddress()]
  const id = await givenPerson(world.sql, { role: 'client' })
  const cookie = await world.stack.signIn({ userId: id, role: 'client' })
  await callerOf({ address: taken, cookie }).privacy.exportOwn({})
  const { cookie: visitorCookie } = await world.visitor()
  const trying = callerOf({ address: refused, cookie: visitorCookie }).privacy.exportOwn({})
  await expect(trying).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await rowsFrom(taken)).toMatchObject([
    { action: 'privacy.export-own', result: 'ok', actorId: id, subjectType: 'profile', subjectId: id },
  ])
  const [row] = await rowsFrom(refused)
  expect(row).toMatchObject({ action: 'privacy.export-own', subjectType: 'profile', subjectId: row?.actorId })
})

test('a webhook without its signature leaves a row, ten a minute and address at most', async () => {
  const address = newAddress()
  const genuine = signedWebhook({ provider: 'stripe', body: { id: 'evt_1', type: 'x' }, address })
  for (let count = 0; count < 12; count += 1) {
    await receiveWebhook(world.stack.services, { ...genuine, headers: {} })
  }
  const rows = await rowsFrom(address)
  expect(rows).toHaveLength(limits.webhooks.limit)
  expect(rows[0]).toMatchObject({ action: 'webhook.receive', result: 'refused', code: 'UNAUTHORIZED', via: 'webhook' })
})
