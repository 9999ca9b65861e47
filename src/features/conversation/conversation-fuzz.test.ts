import { expect, test } from 'vitest'
import { createRandom, type Random } from '#tests/support/random.ts'
import { type ConversationState, emptyConversation, reduceConversation } from './conversation-state.ts'
import { missingPage } from './missing-page.ts'
import { eventAt } from './test-events.ts'

/**
 * A server with a ledger and a network that loses, doubles, reorders and delays whatever it carries, pages and answers
 * included; now and then it says resync, and now and then the database is put back and counts anew.
 */
test.each(Array.from({ length: 300 }, (_, seed) => seed))('seed %i: what is shown becomes the ledger', (seed) => {
  const random = createRandom(seed)
  const server = createServer({ isOlder: seed % 2 === 0 })
  const network = createNetwork(random)
  let state = emptyConversation
  const apply = (delivery: Delivery) => {
    state = delivery(state)
    expectUnbroken(state)
  }
  for (let step = 0; step < 250; step += 1) {
    if (random.next() < 0.5) network.carry('socket', streamOf(server, server.append(random)))
    if (random.next() < 0.02) network.carry('socket', resyncOf(server))
    if (random.next() < 0.1) network.carry('call', answerOf(server, server.anyEvent(random)))
    if (random.next() < 0.3) network.carry('call', pageOf(server, state))
    if (random.next() < 0.05) network.carry('call', earlierPageOf(server, state))
    if (random.next() < 0.01) {
      server.putBack(random)
      network.cutSocket()
      apply(resyncOf(server))
    }
    for (const delivery of network.deliver()) apply(delivery)
  }
  network.cutSocket()
  for (const delivery of network.deliver(1)) apply(delivery)
  apply(streamOf(server, server.append(random)))
  for (let reads = 0; missingPage(state) && reads < 50; reads += 1) apply(pageOf(server, state))
  const first = state.events[0]?.seq ?? 1
  expect(bodies(state.events)).toEqual(bodies(server.ledger().slice(first - 1)))
  expect(state.view).toBe('current')
})

type Delivery = (state: ConversationState) => ConversationState
type Server = ReturnType<typeof createServer>

/** An older one does not name the epoch of a page. */
function createServer({ isOlder }: { readonly isOlder: boolean }) {
  let epoch = 0
  let ledger = [eventAt(1)]
  const append = (random: Random) => {
    const seq = ledger.length + 1
    const event = eventAt(seq, {
      body: `${epoch}.${seq}.${random.between(0, 1_000_000)}`,
      clientMsgId: `${epoch}.${seq}`,
    })
    ledger.push(event)
    return event
  }
  return {
    isOlder,
    append,
    epoch: () => String(epoch),
    ledger: () => ledger,
    anyEvent: (random: Random) => ledger[random.between(0, ledger.length - 1)] ?? append(random),
    putBack: (random: Random) => {
      epoch += 1
      ledger = ledger.slice(0, random.between(1, ledger.length))
    },
  }
}

/** Answers are read when they are asked for and arrive later, as over a real line. */
const pageOf = (server: Server, state: ConversationState): Delivery => {
  const wanted = missingPage(state) ?? { limit: 50, generation: state.generation }
  const end = wanted.beforeSeq ?? server.ledger().length + 1
  return deliverPage(server, { from: Math.max(1, end - wanted.limit), end, generation: wanted.generation })
}

const earlierPageOf = (server: Server, { events, generation }: ConversationState): Delivery => {
  const end = events[0]?.seq ?? 1
  return deliverPage(server, { from: Math.max(1, end - 20), end, generation })
}

function deliverPage(server: Server, { from, end, generation }: { from: number; end: number; generation: number }) {
  const events = server.ledger().slice(from - 1, end - 1)
  const page = { events, headSeq: server.ledger().length, epoch: server.isOlder ? undefined : server.epoch() }
  return (state: ConversationState) => reduceConversation(state, { type: 'page-loaded', page, generation })
}

const streamOf = (server: Server, event: ReturnType<typeof eventAt>): Delivery => {
  const epoch = server.epoch()
  return (state) => reduceConversation(state, { type: 'streamed', event, epoch })
}

const answerOf = (server: Server, event: ReturnType<typeof eventAt>): Delivery => {
  const epoch = server.epoch()
  return (state) => reduceConversation(state, { type: 'answered', event, epoch })
}

const resyncOf = (server: Server): Delivery => {
  const position = { epoch: server.epoch(), seq: server.ledger().length }
  return (state) => reduceConversation(state, { type: 'resynced', ...position })
}

interface Parcel {
  readonly line: 'socket' | 'call'
  readonly delivery: Delivery
}

function createNetwork(random: Random) {
  let travelling: Parcel[] = []
  return {
    carry: (line: Parcel['line'], delivery: Delivery) => {
      if (random.next() < 0.2) return
      travelling.push({ line, delivery })
      if (random.next() < 0.2) travelling.push({ line, delivery })
    },
    deliver: (share = 0.4): Delivery[] => {
      const arriving = travelling.filter(() => random.next() < share)
      travelling = travelling.filter((parcel) => !arriving.includes(parcel))
      return arriving.toSorted(() => random.next() - 0.5).map(({ delivery }) => delivery)
    },
    /** What a subscription had under way dies with its socket; answers to calls may still come, however late. */
    cutSocket: () => {
      travelling = travelling.filter(({ line }) => line !== 'socket')
    },
  }
}

/** At every single moment: no hole, nothing twice, nothing held that could be shown, nothing without bound. */
function expectUnbroken({ view, events, ahead }: ConversationState): void {
  const first = events[0]?.seq ?? 1
  const isUnbroken = events.every(({ seq }, index) => seq === first + index)
  const next = view === 'current' ? first + events.length : 0
  const isHeldRightly = ahead.every(({ seq }, index) => seq > Math.max(next, ahead[index - 1]?.seq ?? 0))
  expect({ isUnbroken, isHeldRightly, isBounded: ahead.length <= 200 }).toEqual({
    isUnbroken: true,
    isHeldRightly: true,
    isBounded: true,
  })
}

const bodies = (events: readonly { readonly body: string }[]) => events.map(({ body }) => body)
