import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { appRouter } from '#server/router.ts'
import type { Services } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { createWorker } from '#server/worker/create-worker.ts'
import { browserOf, givenStaff, newAuthAddress, sessionOf } from '#tests/support/auth-people.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { mailedTokenOf, sqlOf } from '#tests/support/sign-in-links.ts'

/** Which sessions are left when a person changes; without a worker, but where a test starts one. */
let stack: JobStack

beforeAll(async () => {
  stack = await createJobStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const patience = { timeout: 20_000 }
const newEmail = () => `${newId()}@correio.example`
const tokenIn = (cookie: string) => cookie.split('=')[1] ?? ''
const isAlive = async (token: string) => (await stack.services.sessions.get(token)) !== null
const anotherSessionOf = async (userId: string) =>
  (await stack.services.sessions.create({ userId, role: 'visitor' })).token

const callerOf = (token: string | undefined) => {
  const request = { headers: { authorization: `Bearer ${token}` }, socket: { remoteAddress: newAuthAddress() } }
  return appRouter.createCaller(createContext({ services: stack.services, request }))
}

async function visitorsBrowser(email: string) {
  const input = newConversation({ email })
  const visitor = await startAsVisitor(stack, input)
  const token = tokenIn(visitor.cookie)
  return { ...visitor, input, token, cookies: { plantao_session: token } }
}

/** Redis can be read, and ends nothing. */
function endingNothing(): Services {
  const fail = () => Promise.reject(new Error('Redis went away'))
  const { sessions } = stack.services
  return { ...stack.services, sessions: { ...sessions, destroy: fail, destroyById: fail, destroyAllOfUser: fail } }
}

/** Confirms the address where the sessions cannot be ended: what Postgres has is changed, and the browser is told no. */
async function confirmHalf(email: string, cookies: Record<string, string> = {}) {
  const browser = browserOf(stack, { cookies, services: endingNothing() })
  await browser.askForLink(email)
  await browser.confirm(await mailedTokenOf(stack, email))
  expect(sessionOf(stack, browser)).toBe(cookies.plantao_session)
}

async function confirmIn(email: string, cookies: Record<string, string> = {}) {
  const browser = browserOf(stack, { cookies })
  await browser.askForLink(email)
  await browser.confirm(await mailedTokenOf(stack, email))
  return sessionOf(stack, browser)
}

it('a confirmation that Redis cut short ends the others’ sessions by its job', async () => {
  const email = newEmail()
  const mine = await visitorsBrowser(email)
  const [absorbed, other] = [await visitorsBrowser(email), await anotherSessionOf(mine.conversation.visitor.id)]
  await confirmHalf(email, mine.cookies)
  expect([await isAlive(other), await isAlive(absorbed.token)]).toEqual([true, true])
  const worker = createWorker(stack.services)
  await worker.start()
  await expect.poll(() => isAlive(other), patience).toBe(false)
  await expect.poll(() => isAlive(absorbed.token), patience).toBe(false)
  await worker.close()
})

it('a second confirmation ends what the first, cut short, left of the same person', async () => {
  const email = newEmail()
  const mine = await visitorsBrowser(email)
  const other = await anotherSessionOf(mine.conversation.visitor.id)
  await confirmHalf(email, mine.cookies)
  const token = await confirmIn(email, mine.cookies)
  expect(await callerOf(token).viewer.me()).toMatchObject({ id: mine.conversation.visitor.id, role: 'client' })
  expect(await isAlive(other)).toBe(false)
})

it('a client who takes in what was begun since stays signed in where they were', async () => {
  const email = newEmail()
  await visitorsBrowser(email)
  const atHome = await confirmIn(email)
  await visitorsBrowser(email)
  const onTheWay = await confirmIn(email)
  await visitorsBrowser(email)
  const again = await confirmIn(email, { plantao_session: onTheWay ?? '' })
  expect(await callerOf(again).conversations.mine()).toHaveLength(3)
  expect(await callerOf(atHome).conversations.mine()).toHaveLength(3)
})

it('who may read what changed hands is known at once, though no worker runs and Redis ends no session', async () => {
  const email = newEmail()
  const begun = await visitorsBrowser(email)
  const { id: conversationId, visitor } = begun.conversation
  await begun.caller.conversations.byId({ conversationId })
  await confirmHalf(email)
  await expect(begun.caller.conversations.byId({ conversationId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const owner = callerOf(await confirmIn(email))
  const [found] = await owner.conversations.mine()
  expect(found).toMatchObject({ id: conversationId })
  expect(found?.visitor.id).not.toBe(visitor.id)
  expect(await owner.conversations.byId({ conversationId })).toMatchObject({ id: conversationId })
})

it('a repeated start that the confirmation overtakes leaves no session of the visitor that was', async () => {
  const email = newEmail()
  const mine = await visitorsBrowser(email)
  const link = browserOf(stack, { cookies: mine.cookies })
  await link.askForLink(email)
  const token = await mailedTokenOf(stack, email)
  const { sessions } = stack.services
  const create: typeof sessions.create = async (session) => {
    if (session.role === 'visitor') await link.confirm(token)
    return sessions.create(session)
  }
  const services = { ...stack.services, sessions: { ...sessions, create } }
  const cookies: string[] = []
  const setCookie = (cookie: string) => void cookies.push(cookie)
  const request = { headers: {}, socket: { remoteAddress: newAuthAddress() } }
  const late = appRouter.createCaller(createContext({ services, request, setCookie }))
  await expect(late.conversations.start(mine.input)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect(cookies).toEqual([])
  const left = await sessions.listByUser(mine.conversation.visitor.id)
  expect(left.map(({ role }) => role)).toEqual(['client'])
})

it('somebody switched off, or given another role, past our functions is signed out by the job', async () => {
  const people = [await givenStaff(stack, 'lawyer'), await givenStaff(stack, 'admin'), await givenStaff(stack, 'admin')]
  const [off, demoted, renamed] = people.map(({ id }) => id)
  const open = async ({ id, role }: (typeof people)[number]) =>
    (await stack.services.sessions.create({ userId: id, role })).token
  const tokens = await Promise.all(people.map(open))
  const sql = sqlOf(stack)
  await sql`update public.profiles set is_active = false where id = ${off ?? ''}`
  await sql`update public.profiles set role = 'attendant' where id = ${demoted ?? ''}`
  await sql`update public.profiles set name = 'Outro Nome' where id = ${renamed ?? ''}`
  const worker = createWorker(stack.services)
  await worker.start()
  await expect.poll(() => Promise.all(tokens.map(isAlive)), patience).toEqual([false, false, true])
  await worker.close()
})
