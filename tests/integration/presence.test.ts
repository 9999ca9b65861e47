import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { freePort } from '#server/dev/ports.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { connectClient, startGateway } from '#tests/support/gateway-process.ts'
import { openView } from '#tests/support/live.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let attendantId: string
const gateways = new AsyncDisposableStack()
let ports: [number, number]

beforeAll(async () => {
  stack = await createTestStack()
  const staff = await listStaff(stack.services.db)
  attendantId = staff.find(({ role }) => role === 'attendant')?.id ?? 'no attendant in the seed'
  ports = [await freePort(), await freePort()]
  for (const port of ports) gateways.use(await startGateway(stack.env, port))
})
afterAll(async () => {
  await gateways.disposeAsync()
  await stack[Symbol.asyncDispose]()
})

/** A visitor at the first gateway and an attendant at the second, each with the stock client. */
async function openBothSides(port = ports[1]) {
  const { conversation, cookie } = await startAsVisitor(stack)
  const staffCookie = await stack.signIn({ userId: attendantId, role: 'attendant' })
  const parts = new AsyncDisposableStack()
  const visitor = parts.use(connectClient(ports[0], cookie)).client
  const attendant = parts.use(connectClient(port, staffCookie)).client
  return {
    conversationId: conversation.id,
    visitorId: conversation.visitor.id,
    visitor,
    attendant,
    cookie,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

const soon = { timeout: 5_000 }

describe('presence', () => {
  it('shows each side to the other across gateways, and who leaves as offline with the time', async () => {
    await using sides = await openBothSides()
    using seenByVisitor = openView(sides.visitor, sides.conversationId)
    await expect.poll(() => seenByVisitor.presenceOf(sides.visitorId), soon).toBe('online')
    const seenByAttendant = openView(sides.attendant, sides.conversationId)
    await expect.poll(() => seenByAttendant.presenceOf(sides.visitorId), soon).toBe('online')
    await expect
      .poll(() => seenByVisitor.memberNow(attendantId), soon)
      .toMatchObject({
        presence: 'online',
        side: 'staff',
        lastSeenAt: null,
      })
    seenByAttendant[Symbol.dispose]()
    await expect.poll(() => seenByVisitor.presenceOf(attendantId), soon).toBe('offline')
    await expect.poll(() => seenByVisitor.memberNow(attendantId)?.lastSeenAt, soon).toMatch(/^\d{4}-/)
  })

  it('calls a person away only when all of their windows are', async () => {
    await using sides = await openBothSides()
    const { conversationId, attendant } = sides
    using seen = openView(sides.visitor, conversationId)
    const [one, two] = [crypto.randomUUID(), crypto.randomUUID()]
    using _first = openView(attendant, conversationId, one)
    using _second = openView(attendant, conversationId, two)
    await expect.poll(() => seen.presenceOf(attendantId), soon).toBe('online')
    await attendant.conversations.setActivity.mutate({ conversationId, viewId: one, isAway: true })
    await attendant.conversations.setActivity.mutate({ conversationId, viewId: two, isAway: true })
    await expect.poll(() => seen.presenceOf(attendantId), soon).toBe('away')
    await attendant.conversations.setActivity.mutate({ conversationId, viewId: one, isAway: false })
    await expect.poll(() => seen.presenceOf(attendantId), soon).toBe('online')
    expect(seen.all.filter((state) => state.members.some((m) => m.presence === 'away'))).toHaveLength(1)
  })

  it('does not call a person offline who reloads the page', async () => {
    await using sides = await openBothSides()
    const { conversationId } = sides
    using seen = openView(sides.visitor, conversationId)
    const staffCookie = await stack.signIn({ userId: attendantId, role: 'attendant' })
    const before = connectClient(ports[1], staffCookie)
    using _left = openView(before.client, conversationId)
    await expect.poll(() => seen.presenceOf(attendantId), soon).toBe('online')
    const from = seen.all.length
    await before[Symbol.asyncDispose]()
    // As long as a page takes to load.
    for (let count = 0; count < 5; count += 1) await startAsVisitor(stack)
    await using after = connectClient(ports[0], staffCookie)
    using _back = openView(after.client, conversationId)
    await after.client.conversations.setActivity.mutate({ conversationId, isTyping: true })
    await expect.poll(() => seen.memberNow(attendantId)?.isTyping, soon).toBe(true)
    const shown = seen.all.slice(from).map((state) => state.members.find(({ userId }) => userId === attendantId))
    expect(shown.map((member) => member?.presence)).not.toContain('offline')
  })

  it('leaves no ghost of a gateway that was killed for longer than 10 s', async () => {
    const port = await freePort()
    const doomed = await startGateway(stack.env, port)
    await using sides = await openBothSides(port)
    using seen = openView(sides.visitor, sides.conversationId)
    using _doomedView = openView(sides.attendant, sides.conversationId)
    await expect.poll(() => seen.presenceOf(attendantId), soon).toBe('online')
    process.kill(doomed.pid, 'SIGKILL')
    await doomed.exited
    await expect.poll(() => seen.presenceOf(attendantId), { timeout: 10_000 }).toBe('offline')
    expect(seen.memberNow(attendantId)?.lastSeenAt).toMatch(/^\d{4}-/)
  }, 40_000)
})

describe('typing', () => {
  it('shows until the message comes', async () => {
    await using sides = await openBothSides()
    const { conversationId } = sides
    using seen = openView(sides.attendant, conversationId)
    using _own = openView(sides.visitor, conversationId)
    await expect.poll(() => seen.presenceOf(sides.visitorId), soon).toBe('online')
    await sides.visitor.conversations.setActivity.mutate({ conversationId, isTyping: true })
    await expect.poll(() => seen.memberNow(sides.visitorId)?.isTyping, soon).toBe(true)
    await sides.visitor.messages.send.mutate({ conversationId, clientMsgId: newId(), body: 'pronto' })
    await expect.poll(() => seen.memberNow(sides.visitorId), soon).toMatchObject({ isTyping: false, readSeq: 2 })
  })

  it('is refused in a conversation of someone else, as is looking', async () => {
    await using sides = await openBothSides()
    const stranger = await startAsVisitor(stack)
    await using connection = connectClient(ports[0], stranger.cookie)
    const { conversationId } = sides
    await expect(
      connection.client.conversations.setActivity.mutate({ conversationId, isTyping: true }),
    ).rejects.toMatchObject({ data: { code: 'FORBIDDEN' } })
    using view = openView(connection.client, conversationId)
    await expect.poll(() => view.errors, soon).toMatchObject([{ data: { code: 'FORBIDDEN' } }])
    expect(view.all).toEqual([])
  })
})

describe('read marks', () => {
  it('are shown to the other side, and never fall', async () => {
    await using sides = await openBothSides()
    const { conversationId, attendant } = sides
    using seen = openView(sides.visitor, conversationId)
    for (const body of ['dois', 'três'])
      await sides.visitor.messages.send.mutate({ conversationId, clientMsgId: newId(), body })
    expect(await attendant.conversations.markRead.mutate({ conversationId, seq: 3 })).toEqual({ readSeq: 3 })
    expect(await attendant.conversations.markRead.mutate({ conversationId, seq: 1 })).toEqual({ readSeq: 3 })
    expect(await attendant.conversations.markRead.mutate({ conversationId, seq: 9_000 })).toEqual({ readSeq: 3 })
    await expect.poll(() => seen.memberNow(attendantId)?.readSeq, soon).toBe(3)
    expect(
      seen.all.flatMap((state) => state.members.filter((m) => m.userId === attendantId).map((m) => m.readSeq)),
    ).toEqual(expect.not.arrayContaining([1, 9_000]))
  })
})
