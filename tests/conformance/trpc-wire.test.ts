import { expect, it } from 'vitest'
import { nothing } from '#server/realtime/wire/claims.ts'
import { numbersBetween } from '#tests/support/hub-world.ts'
import { connectWireClient, openWire, startWireServer } from '#tests/support/wire-server.ts'

/**
 * What the hub takes for granted of tRPC (11.25.2, pinned): a new version that changes any of it turns these red.
 * Real server adapter, real client, real sockets.
 */

type Client = ReturnType<typeof connectWireClient>['client']

function watch(client: Client, id: string, lastEventId?: string) {
  const got: unknown[] = []
  const ids: string[] = []
  const notes: string[] = []
  const subscription = client.hub.subscribe(
    { id, lastEventId },
    {
      onStarted: () => void notes.push('started'),
      onData(event) {
        ids.push(event.id)
        got.push(event.data)
      },
      onError: (error) => void notes.push(`error ${error.data?.code}`),
      onStopped: () => void notes.push('stopped'),
      onComplete: () => void notes.push('complete'),
    },
  )
  return { got, ids, notes, [Symbol.dispose]: () => subscription.unsubscribe() }
}

it('has hub frames equal to those that tRPC makes of tracked(), byte for byte', async () => {
  await using server = await startWireServer()
  using wire = await openWire(server.url)
  const events = [1, 'é 🙂 "quoted" \\ \u2028', { nested: [null, true], text: 'x'.repeat(70_000) }]
  wire.subscribe(7, 'stock', { events: events.map((data, index) => ({ id: `e1.a1.${index + 1}`, data })) })
  await expect.poll(() => wire.frames.length).toBe(4)
  wire.subscribe('a "7"', 'hub', { id: 'a' })
  wire.subscribe(7000, 'hub', { id: 'a' })
  await expect.poll(() => server.world.hub.stats()).toMatchObject({ subscribersNow: 2, joiningNow: 0 })
  for (const [index, event] of events.entries())
    server.world.redis.deliver('a', `e1.a1.${index + 1} ${JSON.stringify(event)}`)
  const stock = wire.frames.slice(1, 4)
  const framesOf = (id: string) => wire.frames.filter((frame) => frame.startsWith(`{"id":${id},`)).slice(1)
  await expect.poll(() => framesOf('7000')).toEqual(stock.map((frame) => frame.replace('"id":7', '"id":7000')))
  expect(framesOf('"a \\"7\\""')).toEqual(stock.map((frame) => frame.replace('"id":7', '"id":"a \\"7\\""')))
})

it('has the stock client take hub frames as data of its subscription, started once, with ids', async () => {
  await using server = await startWireServer()
  await using connection = connectWireClient(server.url)
  server.world.postgres.commit('a', 2)
  using seen = watch(connection.client, 'a')
  await expect.poll(() => seen.got).toEqual([1, 2])
  server.world.send('a')
  await expect.poll(() => seen.ids).toEqual(['e1.a1.1', 'e1.a1.2', 'e1.a1.3'])
  expect(seen.notes).toEqual(['started'])
})

it('has the client pass over what stands in place of the claim, with and without keep-alive', async () => {
  await using server = await startWireServer()
  using wire = await openWire(server.url)
  wire.subscribe(1, 'hub', { id: 'a' })
  await expect.poll(() => wire.frames).toEqual(['{"id":1,"result":{"type":"started"}}', nothing])
  await using connection = connectWireClient(server.url, { keepAlive: true })
  using seen = watch(connection.client, 'a')
  await expect.poll(() => server.requests.includes('PING')).toBe(true)
  server.world.send('a')
  await expect.poll(() => seen.got).toEqual([1])
})

it('has the client come back with the id of the last hub frame', async () => {
  await using server = await startWireServer()
  await using connection = connectWireClient(server.url)
  using seen = watch(connection.client, 'a')
  await expect.poll(() => server.world.hub.stats()).toMatchObject({ subscribersNow: 1, joiningNow: 0 })
  for (let count = 0; count < 3; count += 1) server.world.send('a')
  await expect.poll(() => seen.got).toEqual([1, 2, 3])
  server.cut()
  server.world.postgres.commit('a', 2)
  await expect.poll(() => seen.got, { timeout: 5_000 }).toEqual([1, 2, 3, 4, 5])
  const asked = server.requests.map((text) => JSON.parse(text))
  expect(asked.map(({ params }) => params.lastEventId)).toEqual([undefined, 'e1.a1.3'])
})

it('has the client lose its cursor by one event without an id: the reason why every frame carries one', async () => {
  await using server = await startWireServer()
  await using connection = connectWireClient(server.url)
  const got: unknown[] = []
  connection.client.forgetful.subscribe({}, { onData: (event) => got.push(event) })
  await expect.poll(() => got.length).toBe(2)
  server.cut()
  await expect.poll(() => got.length).toBe(4)
  expect(got[2]).toEqual({ id: 'first', data: 'none' })
})

it('loses and doubles nothing when the client moves to another socket while events go on', async () => {
  await using server = await startWireServer()
  await using connection = connectWireClient(server.url)
  using seen = watch(connection.client, 'a')
  await expect.poll(() => server.world.hub.stats()).toMatchObject({ subscribersNow: 1, joiningNow: 0 })
  const movesOf = () => server.requests.filter((text) => text.includes('"method":"subscription"')).length - 1
  for (let move = 1; move <= 5; move += 1) {
    server.askToMove()
    await expect
      .poll(
        () => {
          server.world.send('a')
          return movesOf()
        },
        { interval: 1 },
      )
      .toBe(move)
    await expect.poll(() => server.world.hub.stats().subscribersNow).toBe(1)
  }
  const head = server.world.postgres.commit('a')
  server.world.publish('a', head)
  await expect.poll(() => seen.got).toEqual(numbersBetween(0, head))
})

it('detaches a subscriber that unsubscribes, and one whose socket is gone', async () => {
  await using server = await startWireServer()
  const { hub } = server.world
  await using staying = connectWireClient(server.url)
  await using leaving = connectWireClient(server.url)
  const first = watch(staying.client, 'a')
  const second = watch(leaving.client, 'a')
  await expect.poll(() => hub.stats().subscribersNow).toBe(2)
  first[Symbol.dispose]()
  await expect.poll(() => hub.stats().subscribersNow).toBe(1)
  await leaving[Symbol.asyncDispose]()
  await expect.poll(() => hub.stats().subscribersNow).toBe(0)
  second[Symbol.dispose]()
})

it('tells the client when the hub ends the stream, and why it cannot be taken', async () => {
  await using server = await startWireServer()
  await using connection = connectWireClient(server.url)
  using seen = watch(connection.client, 'a')
  await expect.poll(() => server.world.hub.stats().subscribersNow).toBe(1)
  await server.world.hub.close()
  await expect.poll(() => seen.notes).toEqual(['started', 'stopped', 'complete'])
  using wire = await openWire(server.url)
  wire.subscribe('x'.repeat(65), 'hub', { id: 'a' })
  await expect.poll(() => wire.frames.some((frame) => frame.includes('"code":"BAD_REQUEST"'))).toBe(true)
})
