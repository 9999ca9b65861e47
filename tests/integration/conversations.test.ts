import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let attendant: ReturnType<TestStack['caller']>

beforeAll(async () => {
  stack = await createTestStack()
  const staff = await listStaff(stack.services.db)
  const userId = staff.find(({ role }) => role === 'attendant')?.id ?? 'no attendant in the seed'
  attendant = stack.caller({ cookie: await stack.signIn({ userId, role: 'attendant' }) })
})
afterAll(() => stack[Symbol.asyncDispose]())

const nobody = '0199aaaa-0000-7000-8000-000000000000'

describe('starting a conversation', () => {
  it('makes a visitor of a stranger, with a session that finds the conversation again', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    expect(conversation).toMatchObject({ status: 'open', headSeq: 1, visitor: { name: 'Joana Prado' } })
    expect((await caller.conversations.mine()).map(({ id }) => id)).toEqual([conversation.id])
    const { events } = await caller.messages.list({ conversationId: conversation.id })
    expect(events).toMatchObject([{ seq: 1, body: 'Bom dia, preciso de orientação.', author: { side: 'visitor' } }])
  })

  it('returns the same conversation, and a session, to a retry whose first answer was lost', async () => {
    const input = newConversation()
    const first = await startAsVisitor(stack, input)
    const second = await startAsVisitor(stack, input)
    expect(second.conversation.id).toBe(first.conversation.id)
    expect((await second.caller.messages.list({ conversationId: first.conversation.id })).events).toHaveLength(1)
  })

  it('gives a known visitor a second conversation without a second identity', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    const second = await caller.conversations.start(newConversation({ body: 'Outra pergunta' }))
    expect(second.conversation.visitor.id).toBe(conversation.visitor.id)
    expect(await caller.conversations.mine()).toHaveLength(2)
  })

  it('refuses an unknown service, naming the field, and stores nothing', async () => {
    const before = await attendant.conversations.mine()
    await expect(
      stack.caller().conversations.start(newConversation({ productSlug: 'nao-existe' })),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { details: { fields: [{ path: 'productSlug' }] } },
    })
    expect(await attendant.conversations.mine()).toHaveLength(before.length)
  })

  it.each([
    ['empty text', { body: '   ' }, 'body'],
    ['4 001 characters', { body: 'a'.repeat(4_001) }, 'body'],
    ['no name', { visitor: { name: '' } }, 'visitor.name'],
    ['a wrong address', { visitor: { name: 'Joana', email: 'joana@' } }, 'visitor.email'],
    ['a wrong type', { body: 7 }, 'body'],
    ['a request id that is none', { requestId: 'x' }, 'requestId'],
  ])('refuses %s, naming the field', async (_case, change, field) => {
    const input = JSON.parse(JSON.stringify({ ...newConversation(), ...change }))
    const error: unknown = await stack
      .caller()
      .conversations.start(input)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'BAD_REQUEST' })
    expect(fieldsOf(error)).toContain(field)
  })
})

describe('sending a message', () => {
  it('numbers the events of both sides in one order', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    await attendant.messages.send({ ...at, clientMsgId: newId(), body: 'Bom dia! Sou a Dra. Helena.' })
    const { event } = await caller.messages.send({ ...at, clientMsgId: newId(), body: 'Obrigada!' })
    expect(event.seq).toBe(3)
    const { events, headSeq, hasMore } = await caller.messages.list(at)
    expect(events.map(({ seq, author }) => [seq, author.side])).toEqual([
      [1, 'visitor'],
      [2, 'staff'],
      [3, 'visitor'],
    ])
    expect({ headSeq, hasMore }).toEqual({ headSeq: 3, hasMore: false })
  })

  it('stores a retried send once', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    const send = { conversationId: conversation.id, clientMsgId: newId(), body: 'Uma vez só' }
    const [first, second] = await Promise.all([caller.messages.send(send), caller.messages.send(send)])
    expect(second?.event).toEqual(first?.event)
    expect([first, second].filter((answer) => answer?.isDuplicate)).toHaveLength(1)
    expect((await caller.messages.list({ conversationId: conversation.id })).headSeq).toBe(2)
  })

  it('makes the first member of staff who answers the assignee', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    expect(conversation.assignee).toBeNull()
    await attendant.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: 'Olá' })
    const now = await caller.conversations.byId({ conversationId: conversation.id })
    expect(now.assignee?.name).toBeTruthy()
  })

  it('pages backwards', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    for (const body of ['2', '3', '4', '5']) await caller.messages.send({ ...at, clientMsgId: newId(), body })
    const newest = await caller.messages.list({ ...at, limit: 2 })
    expect(newest.events.map(({ seq }) => seq)).toEqual([4, 5])
    const older = await caller.messages.list({ ...at, limit: 2, beforeSeq: 4 })
    expect(older.events.map(({ seq }) => seq)).toEqual([2, 3])
    expect(older.hasMore).toBe(true)
  })

  it('refuses empty and oversized text and stores nothing', async () => {
    const { conversation, caller } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id, clientMsgId: newId() }
    for (const body of ['', ' \n ', 'a'.repeat(4_001)]) {
      const error: unknown = await caller.messages.send({ ...at, body }).catch((thrown: unknown) => thrown)
      expect(fieldsOf(error)).toEqual(['body'])
    }
    expect((await caller.messages.list({ conversationId: conversation.id })).headSeq).toBe(1)
  })
})

describe('a conversation', () => {
  it('is closed to other visitors and to strangers', async () => {
    const { conversation } = await startAsVisitor(stack)
    const other = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    const send = { ...at, clientMsgId: newId(), body: 'Deixe-me entrar' }
    for (const call of [
      () => other.caller.conversations.byId(at),
      () => other.caller.messages.list(at),
      () => other.caller.messages.send(send),
      () => other.caller.messages.stream(at),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    await expect(stack.caller().messages.list(at)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    await expect(attendant.messages.list({ conversationId: nobody })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(attendant.messages.list({ conversationId: 'abc' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('refuses a forged session', async () => {
    const forged = stack.caller({ cookie: `plantao_session=${'a'.repeat(43)}` })
    await expect(forged.conversations.mine()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })
})

describe('signing out', () => {
  it('ends the session and leaves an audit row', async () => {
    const userId = (await listStaff(stack.services.db))[0]?.id ?? ''
    const cookie = await stack.signIn({ userId, role: 'attendant' })
    const cookies: string[] = []
    await stack.caller({ cookie, onCookie: (set) => cookies.push(set) }).auth.signOut()
    expect(cookies).toEqual([expect.stringContaining('Max-Age=0')])
    expect(await stack.caller({ cookie }).viewer.me()).toBeNull()
    const audit = await stack.services.db.rest.from('audit_log').select('actor_id').eq('action', 'auth.sign-out')
    expect(audit.data).toEqual([{ actor_id: userId }])
  })
})

function fieldsOf(error: unknown): string[] {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause && typeof cause === 'object' && 'issues' in cause && Array.isArray(cause.issues))) return []
  return cause.issues.map((issue: { path: PropertyKey[] }) => issue.path.join('.'))
}
