import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { createFeedStack, type FeedStack } from '#tests/support/change-feed.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'

let stack: FeedStack
beforeAll(async () => {
  stack = await createFeedStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const loads = () => stack.services.cache.stats().get('conversation')?.loads ?? 0
const show = (cookie: string, conversationId: string) =>
  stack.caller({ cookie }).conversations.setActivity({ conversationId, isTyping: true })

describe('who may read a conversation', () => {
  test('is asked of the database once, whoever asks', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const staff = await stack.signIn({ userId: newId(), role: 'attendant' })
    const before = loads()
    for (const reader of [cookie, staff, cookie]) await show(reader, conversation.id)
    expect(loads() - before).toBe(1)
  })

  test('is refused from the cache as well', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await show(cookie, conversation.id)
    const stranger = await stack.signIn({ userId: newId(), role: 'visitor' })
    const before = loads()
    await expect(show(stranger, conversation.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(show(cookie, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(loads() - before).toBe(1)
  })
})

describe('the log of the change feed', () => {
  test('hears of a conversation that changes hands, and of none that is written in', async () => {
    const { sql, readLog } = stack
    const [first, second] = [await startAsVisitor(stack), await startAsVisitor(stack)]
    await stack.caller({ cookie: first.cookie }).messages.send({
      ...{ conversationId: first.conversation.id, clientMsgId: newId(), body: 'Bom dia' },
    })
    expect(await readLog()).toEqual([])
    await sql`update public.conversations set visitor_id = visitor_id`
    expect(await readLog()).toEqual([])
    const { id } = first.conversation
    await sql`update public.conversations set visitor_id = ${second.conversation.visitor.id} where id = ${id}`
    expect(await readLog()).toEqual([[`conversation:${id}`]])
  })
})
