import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import type { InboxView } from '#server/contracts/inbox.ts'
import type { Role } from '#server/contracts/roles.ts'
import { createFeedStack, type FeedStack } from '#tests/support/change-feed.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { connectClient } from '#tests/support/gateway-process.ts'
import { openList } from '#tests/support/live.ts'
import { type OpenGateway, openGateway } from '#tests/support/open-gateway.ts'
import { givenPerson } from '#tests/support/people.ts'

let stack: FeedStack
let gateway: OpenGateway
beforeAll(async () => {
  stack = await createFeedStack()
  gateway = await openGateway(stack.env)
})
afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

const soon = { timeout: 5_000 }
const forbidden = { code: 'FORBIDDEN' }

async function signInAs(role: Role) {
  const id = await givenPerson(stack.sql, { role })
  const cookie = await stack.signIn({ userId: id, role })
  return { id, cookie, caller: stack.caller({ cookie }) }
}

function openInbox(cookie: string, view: InboxView = 'all') {
  const connection = connectClient(gateway.port, cookie)
  const list = openList(connection.client, { view })
  return {
    ...list,
    ids: () => list.rows().map(({ id }) => id),
    [Symbol.asyncDispose]: async () => {
      list[Symbol.dispose]()
      await connection[Symbol.asyncDispose]()
    },
  }
}

describe('a lawyer', () => {
  it('opens a conversation from the moment it is given to them, though they were just refused', async () => {
    const [lawyer, attendant] = [await signInAs('lawyer'), await signInAs('attendant')]
    const { conversation } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    await expect(lawyer.caller.messages.list(at)).rejects.toMatchObject(forbidden)
    await expect(
      lawyer.caller.messages.send({ ...at, clientMsgId: newId(), body: 'Deixe comigo' }),
    ).rejects.toMatchObject(forbidden)
    await attendant.caller.conversations.assign({ ...at, assigneeId: lawyer.id })
    expect((await lawyer.caller.messages.list(at)).events).toHaveLength(1)
    await lawyer.caller.messages.send({ ...at, clientMsgId: newId(), body: 'Boa tarde' })
    await lawyer.caller.conversations.assign({ ...at, assigneeId: null })
    expect((await lawyer.caller.messages.list(at)).events).toHaveLength(2)
  })

  it('opens it also where no cache has heard of that yet', async () => {
    const lawyer = await signInAs('lawyer')
    const { conversation } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    await expect(lawyer.caller.messages.list(at)).rejects.toMatchObject(forbidden)
    await stack.sql`update public.conversations set assignee_id = ${lawyer.id} where id = ${conversation.id}`
    expect((await lawyer.caller.messages.list(at)).events).toHaveLength(1)
  })

  it('cannot take a conversation that nobody gave them', async () => {
    const lawyer = await signInAs('lawyer')
    const { conversation } = await startAsVisitor(stack)
    const taken = lawyer.caller.conversations.assign({ conversationId: conversation.id, assigneeId: lawyer.id })
    await expect(taken).rejects.toMatchObject(forbidden)
  })

  it('has an inbox of what they take part in, at every gateway, as soon as it is so', async () => {
    const [lawyer, attendant] = [await signInAs('lawyer'), await signInAs('attendant')]
    await using all = openInbox(lawyer.cookie)
    await using mine = openInbox(lawyer.cookie, 'mine')
    await using unassigned = openInbox(lawyer.cookie, 'unassigned')
    await using firm = openInbox(attendant.cookie)
    const lists = [all, mine, unassigned]
    await expect.poll(() => [...lists, firm].map(({ updates }) => updates.length > 0), soon).not.toContain(false)
    const [theirs, others] = [await startAsVisitor(stack), await startAsVisitor(stack)]
    const at = { conversationId: theirs.conversation.id }
    await attendant.caller.conversations.assign({ ...at, assigneeId: lawyer.id })
    await expect.poll(() => lists.map(({ ids }) => ids()), soon).toEqual([[at.conversationId], [at.conversationId], []])
    await attendant.caller.conversations.assign({ ...at, assigneeId: null })
    await expect.poll(() => lists.map(({ ids }) => ids()), soon).toEqual([[at.conversationId], [], [at.conversationId]])
    await theirs.caller.messages.send({ ...at, clientMsgId: newId(), body: 'Ainda estou aqui' })
    await others.caller.messages.send({
      conversationId: others.conversation.id,
      clientMsgId: newId(),
      body: 'Eu também',
    })
    await expect.poll(() => firm.row(others.conversation.id)?.headSeq, soon).toBe(2)
    await expect.poll(() => all.row(at.conversationId)?.headSeq, soon).toBe(2)
    const seen = lists.flatMap(({ updates }) => updates.flatMap(({ rows }) => rows.map(({ id }) => id)))
    expect(new Set(seen)).toEqual(new Set([at.conversationId]))
    expect(JSON.stringify([all.updates, firm.updates])).not.toContain('staffIds')
    expect((await lawyer.caller.conversations.mine()).map(({ id }) => id)).toEqual([at.conversationId])
  })
})

describe('the log of the change feed', () => {
  it('hears of who takes part from now on, once, so that no cache keeps them out', async () => {
    const lawyer = await signInAs('lawyer')
    const { conversation } = await startAsVisitor(stack)
    const { id } = conversation
    await stack.sql`delete from private.cache_invalidations`
    await stack.sql`update public.conversations set assignee_id = ${lawyer.id} where id = ${id}`
    await stack.sql`update public.conversations set assignee_id = null where id = ${id}`
    await stack.sql`update public.conversations set assignee_id = ${lawyer.id} where id = ${id}`
    expect(await stack.readLog()).toEqual([[`conversation:${id}`]])
  })
})
