import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assignConversation } from '#db/queries/conversations.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import type { InboxUpdate, InboxView } from '#server/contracts/inbox.ts'
import { isFrontDesk } from '#server/contracts/roles.ts'
import { freePort } from '#server/dev/ports.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { connectClient, startGateway } from '#tests/support/gateway-process.ts'
import { collect, openList } from '#tests/support/live.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let staff: { readonly id: string; readonly cookie: string }[]
const gateways = new AsyncDisposableStack()
let ports: [number, number]

beforeAll(async () => {
  stack = await createTestStack()
  const people = (await listStaff(stack.services.db)).filter(({ role }) => isFrontDesk(role)).slice(0, 2)
  staff = await Promise.all(
    people.map(async ({ id, role }) => ({ id, cookie: await stack.signIn({ userId: id, role }) })),
  )
  ports = [await freePort(), await freePort()]
  for (const port of ports) gateways.use(await startGateway(stack.env, port))
})
afterAll(async () => {
  await gateways.disposeAsync()
  await stack[Symbol.asyncDispose]()
})

const soon = { timeout: 5_000 }

function open(index: 0 | 1, view: InboxView = 'all', limit?: number) {
  const member = staff[index]
  if (!member) throw new Error('two members of staff are seeded')
  const connection = connectClient(ports[index], member.cookie)
  const list = openList(connection.client, { view, ...(limit !== undefined && { limit }) })
  return {
    ...list,
    id: member.id,
    client: connection.client,
    [Symbol.asyncDispose]: async () => {
      list[Symbol.dispose]()
      await connection[Symbol.asyncDispose]()
    },
  }
}

describe('the inbox stream', () => {
  it('begins with the list, and shows what starts and what is said at another gateway', async () => {
    await using list = open(0)
    await expect.poll(() => list.updates[0]?.kind, soon).toBe('snapshot')
    const { conversation, caller } = await startAsVisitor(stack)
    await expect.poll(() => list.row(conversation.id), soon).toMatchObject({ headSeq: 1, readSeq: 0 })
    await caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: 'Ainda estão aí?' })
    await expect.poll(() => list.row(conversation.id), soon).toMatchObject({ headSeq: 2, preview: 'Ainda estão aí?' })
    expect(list.updates.filter(({ kind }) => kind === 'snapshot')).toHaveLength(1)
  })

  it('counts as read what the member has written or marked, in their list alone', async () => {
    const { conversation } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    await using mine = open(0)
    await using other = open(1)
    await expect
      .poll(() => [mine.row(conversation.id), other.row(conversation.id)].map(Boolean), soon)
      .toEqual([true, true])
    await mine.client.messages.send.mutate({ ...at, clientMsgId: newId(), body: 'Bom dia!' })
    await expect.poll(() => mine.row(conversation.id), soon).toMatchObject({ headSeq: 2, readSeq: 2 })
    await expect.poll(() => other.row(conversation.id), soon).toMatchObject({ headSeq: 2, readSeq: 0 })
    await other.client.conversations.markRead.mutate({ ...at, seq: 1 })
    await expect.poll(() => other.row(conversation.id), soon).toMatchObject({ headSeq: 2, readSeq: 1 })
    await using again = open(1)
    await expect.poll(() => again.row(conversation.id), soon).toMatchObject({ headSeq: 2, readSeq: 1 })
  })

  it('moves a conversation between the views when it is assigned', async () => {
    const { conversation } = await startAsVisitor(stack)
    await using unassigned = open(0, 'unassigned')
    await using mine = open(1, 'mine')
    await expect.poll(() => unassigned.row(conversation.id)?.assignee, soon).toBe(null)
    const assigned = await unassigned.client.conversations.assign.mutate({
      conversationId: conversation.id,
      assigneeId: mine.id,
    })
    expect(assigned.conversation.assignee?.id).toBe(mine.id)
    await expect.poll(() => mine.row(conversation.id)?.revision, soon).toBe(assigned.revision)
    await expect.poll(() => unassigned.row(conversation.id), soon).toBeUndefined()
    await unassigned.client.conversations.assign.mutate({ conversationId: conversation.id, assigneeId: null })
    await expect.poll(() => unassigned.row(conversation.id)?.assignee, soon).toBe(null)
    await expect.poll(() => mine.row(conversation.id), soon).toBeUndefined()
  })

  it('shows a row that enters a view as far as the member has read it', async () => {
    const { conversation } = await startAsVisitor(stack)
    const at = { conversationId: conversation.id }
    await using mine = open(0, 'mine')
    await mine.client.messages.send.mutate({ ...at, clientMsgId: newId(), body: 'Minha agora' })
    await expect.poll(() => mine.row(conversation.id), soon).toMatchObject({ headSeq: 2, readSeq: 2 })
    await mine.client.conversations.assign.mutate({ ...at, assigneeId: null })
    await expect.poll(() => mine.row(conversation.id), soon).toBeUndefined()
    await mine.client.conversations.assign.mutate({ ...at, assigneeId: mine.id })
    await expect.poll(() => mine.row(conversation.id), soon).toMatchObject({ headSeq: 2, readSeq: 2 })
  })

  it('finds what no signal told of', async () => {
    const { conversation } = await startAsVisitor(stack)
    await using mine = open(0, 'mine')
    await expect.poll(() => mine.updates.length, soon).toBe(1)
    const { db } = stack.services
    await assignConversation(db, {
      conversationId: conversation.id,
      assigneeId: mine.id,
      actorId: mine.id,
      jobs: [],
      audit: null,
    })
    await expect.poll(() => mine.row(conversation.id)?.assignee?.id, soon).toBe(mine.id)
  })

  it('sends nothing of rows beyond the limit', async () => {
    const started = []
    for (let count = 0; count < 3; count += 1) started.push(await startAsVisitor(stack))
    await using list = open(0, 'all', 2)
    await expect
      .poll(() => list.rows().map(({ id }) => id), soon)
      .toEqual([started[2]?.conversation.id, started[1]?.conversation.id])
    const oldest = started[0]?.conversation.id ?? ''
    await list.client.conversations.assign.mutate({ conversationId: oldest, assigneeId: list.id })
    const fourth = await startAsVisitor(stack)
    await expect
      .poll(() => list.rows().map(({ id }) => id), soon)
      .toEqual([fourth.conversation.id, started[2]?.conversation.id])
    expect(list.updates.flatMap((update) => update.rows.map(({ id }) => id))).not.toContain(oldest)
  })

  it('joins a burst into few updates', async () => {
    const { conversation } = await startAsVisitor(stack)
    await using list = open(0)
    await expect.poll(() => list.row(conversation.id), soon).toBeDefined()
    const before = list.updates.length
    const caller = stack.caller({ cookie: staff[1]?.cookie })
    await Promise.all(
      Array.from({ length: 15 }, (_, index) =>
        caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: `rajada ${index}` }),
      ),
    )
    await expect.poll(() => list.row(conversation.id)?.headSeq, soon).toBe(16)
    expect(list.updates.length - before).toBeLessThan(8)
  })

  it('is refused, as every stream, by a process that is no gateway', async () => {
    const { conversation } = await startAsVisitor(stack)
    const caller = stack.caller({ cookie: staff[0]?.cookie })
    const unavailable = { code: 'SERVICE_UNAVAILABLE' }
    await expect(caller.inbox.stream({ view: 'all' })).rejects.toMatchObject(unavailable)
    await expect(caller.conversations.live({ conversationId: conversation.id })).rejects.toMatchObject(unavailable)
    await expect(caller.notifications.stream({})).rejects.toMatchObject(unavailable)
  })

  it('is for staff', async () => {
    const { cookie } = await startAsVisitor(stack, newConversation())
    await using connection = connectClient(ports[0], cookie)
    using refused = collect<{ readonly data: InboxUpdate }>((observer) =>
      connection.client.inbox.stream.subscribe({ view: 'all' }, observer),
    )
    await expect.poll(() => refused.errors, soon).toMatchObject([{ data: { code: 'FORBIDDEN' } }])
  })
})
