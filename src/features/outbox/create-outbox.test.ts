import 'fake-indexeddb/auto'
import { TRPCClientError } from '@trpc/client'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { fallBackToMemory } from './fall-back-to-memory.ts'
import { createIndexedOutboxStore } from './indexed-outbox-store.ts'
import {
  conversationId,
  createTestBrowser,
  createTestServer,
  eventually,
  find,
  openTab,
  viewerId,
} from './test-outbox.ts'

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
})

const cutLine = () => new TRPCClientError('fetch failed')
const refused = (code: string, details = {}) =>
  new TRPCClientError(code, { result: { error: { code: -32_000, message: code, data: { code, details } } } })

describe('the outbox', () => {
  it('sends in the order of writing, one at a time, and keeps each on the screen until it is settled', async () => {
    const server = createTestServer()
    using tab = openTab({ server, store: createIndexedOutboxStore() })
    for (const body of ['um', 'dois', 'três']) tab.outbox.add(conversationId, body)
    expect(tab.shown()).toEqual(['um: sending', 'dois: sending', 'três: sending'])
    await eventually(() => expect(tab.shown()).toEqual(['um: stored', 'dois: stored', 'três: stored']))
    expect(server.ledger()).toEqual(['um', 'dois', 'três'])
    expect(tab.received).toEqual([1, 2, 3])
    tab.outbox.settle([find(tab.outbox, 'um'), find(tab.outbox, 'dois')])
    expect(tab.shown()).toEqual(['três: stored'])
  })

  it('survives a reload: the next page sends what the last one could not, in order', async () => {
    const server = createTestServer()
    {
      using tab = openTab({ server: { send: () => Promise.reject(cutLine()) }, store: createIndexedOutboxStore() })
      tab.outbox.add(conversationId, 'um')
      tab.outbox.add(conversationId, 'dois')
      await eventually(() => expect(tab.shown()).toEqual(['um: delayed', 'dois: sending']))
    }
    using _reloaded = openTab({ server, store: createIndexedOutboxStore(), clock: () => Date.now() + 60_000 })
    await eventually(() => expect(server.ledger()).toEqual(['um', 'dois']))
    expect(await createIndexedOutboxStore().list(viewerId)).toEqual([])
  })

  it('lets nothing overtake a message that failed in passing, and tries it again after a while', async () => {
    const server = createTestServer()
    let now = 1_000
    using tab = openTab({ server, store: createIndexedOutboxStore(), clock: () => now })
    server.failNext(refused('SERVICE_UNAVAILABLE', { retryAfterMs: 2_000 }))
    tab.outbox.add(conversationId, 'um')
    tab.outbox.add(conversationId, 'dois')
    await eventually(() => expect(tab.timers()).toEqual([2_000]))
    expect(tab.shown()).toEqual(['um: delayed', 'dois: sending'])
    now += 2_000
    tab.fireTimers()
    await eventually(() => expect(server.ledger()).toEqual(['um', 'dois']))
  })

  it('does not wait any longer once the network is back', async () => {
    const server = createTestServer()
    using tab = openTab({ server, store: createIndexedOutboxStore(), clock: () => 1_000 })
    server.failNext(refused('SERVICE_UNAVAILABLE', { retryAfterMs: 60_000 }))
    tab.outbox.add(conversationId, 'um')
    await eventually(() => expect(tab.timers()).toEqual([60_000]))
    tab.outbox.wake()
    await eventually(() => expect(server.ledger()).toEqual(['um']))
  })

  it('waits out a limit, whoever looks', async () => {
    const server = createTestServer()
    using tab = openTab({ server, store: createIndexedOutboxStore(), clock: () => 1_000 })
    server.failNext(refused('TOO_MANY_REQUESTS', { limit: { retryAfterMs: 7_000 } }))
    tab.outbox.add(conversationId, 'um')
    await eventually(() => expect(tab.timers()).toEqual([7_000]))
    tab.outbox.wake()
    tab.fireTimers()
    await eventually(() => expect(tab.timers()).toEqual([7_000]))
    expect(server.calls()).toBe(1)
  })

  it('stores a message once although its answer was lost', async () => {
    const server = createTestServer()
    let now = 1_000
    using tab = openTab({ server, store: createIndexedOutboxStore(), clock: () => now })
    server.loseAnswers(1)
    tab.outbox.add(conversationId, 'um')
    await eventually(() => expect(tab.timers()).toEqual([300]))
    now += 300
    tab.fireTimers()
    await eventually(() => expect(tab.shown()).toEqual(['um: stored']))
    expect([server.ledger(), server.calls()]).toEqual([['um'], 2])
  })

  it('sends nothing again that the stream has shown, although its answer was lost', async () => {
    const server = createTestServer()
    const store = createIndexedOutboxStore()
    using tab = openTab({ server, store, clock: () => 1_000 })
    server.loseAnswers(1)
    tab.outbox.add(conversationId, 'um')
    await eventually(() => expect(tab.shown()).toEqual(['um: delayed']))
    tab.outbox.settle([find(tab.outbox, 'um')])
    expect(tab.shown()).toEqual([])
    tab.fireTimers()
    tab.outbox.add(conversationId, 'dois')
    await eventually(() => expect(server.ledger()).toEqual(['um', 'dois']))
    expect(server.calls()).toBe(2)
  })

  it('leaves a refused message to its author and goes on with the next', async () => {
    const server = createTestServer()
    using tab = openTab({ server, store: createIndexedOutboxStore() })
    server.failNext(refused('FORBIDDEN'))
    tab.outbox.add(conversationId, 'um')
    tab.outbox.add(conversationId, 'dois')
    await eventually(() => expect(tab.shown()).toEqual(['dois: stored', 'um: failed']))
    tab.outbox.retry(find(tab.outbox, 'um'))
    await eventually(() => expect(server.ledger()).toEqual(['dois', 'um']))
  })

  it('forgets a discarded message, after a reload too', async () => {
    const server = createTestServer()
    {
      using tab = openTab({ server, store: createIndexedOutboxStore() })
      server.failNext(refused('FORBIDDEN'))
      tab.outbox.add(conversationId, 'um')
      await eventually(() => expect(tab.shown()).toEqual(['um: failed']))
      tab.outbox.discard(find(tab.outbox, 'um'))
      expect(tab.shown()).toEqual([])
      await eventually(async () => expect(await createIndexedOutboxStore().list(viewerId)).toEqual([]))
    }
    using reloaded = openTab({ server, store: createIndexedOutboxStore() })
    reloaded.outbox.add(conversationId, 'dois')
    await eventually(() => expect(server.ledger()).toEqual(['dois']))
  })

  it('does not send what was discarded, although the browser could not delete it', async () => {
    const server = createTestServer()
    const kept = createIndexedOutboxStore()
    using tab = openTab({
      server,
      store: fallBackToMemory({ ...kept, remove: () => Promise.reject(new Error('full')) }),
    })
    server.failNext(refused('FORBIDDEN'))
    tab.outbox.add(conversationId, 'um')
    await eventually(() => expect(tab.shown()).toEqual(['um: failed']))
    const id = find(tab.outbox, 'um')
    tab.outbox.discard(id)
    await kept.change(id, { isRefused: false })
    tab.outbox.add(conversationId, 'dois')
    await eventually(() => expect(server.ledger()).toEqual(['dois']))
  })

  it('sends what the browser does not store, too', async () => {
    const server = createTestServer()
    const forbidden = () => Promise.reject(new DOMException('forbidden', 'SecurityError'))
    const store = { list: forbidden, add: forbidden, change: forbidden, remove: forbidden, close: () => undefined }
    using tab = openTab({ server, store: fallBackToMemory(store) })
    for (const body of ['um', 'dois']) tab.outbox.add(conversationId, body)
    await eventually(() => expect(tab.shown()).toEqual(['um: stored', 'dois: stored']))
    expect(server.ledger()).toEqual(['um', 'dois'])
  })

  it('knows what is unsent in all conversations, and drops it when told to', async () => {
    using tab = openTab({ server: { send: () => Promise.reject(cutLine()) }, store: createIndexedOutboxStore() })
    tab.outbox.add(conversationId, 'um')
    tab.outbox.add('019ab000-0000-7000-8000-000000000009', 'dois')
    expect(tab.outbox.countUnsent()).toBe(2)
    await eventually(() => expect(tab.shown()).toEqual(['um: delayed']))
    await tab.outbox.discardAll()
    expect([tab.outbox.countUnsent(), await createIndexedOutboxStore().list(viewerId)]).toEqual([0, []])
  })

  it('asks again before it sends what was written more than a day ago', async () => {
    const server = createTestServer()
    {
      using tab = openTab({
        server: { send: () => Promise.reject(cutLine()) },
        store: createIndexedOutboxStore(),
        clock: () => 0,
      })
      tab.outbox.add(conversationId, 'um')
      await eventually(() => expect(tab.shown()).toEqual(['um: delayed']))
    }
    using later = openTab({ server, store: createIndexedOutboxStore(), clock: () => 90_000_000 })
    await eventually(() => expect(later.shown()).toEqual(['um: failed']))
    later.outbox.retry(find(later.outbox, 'um'))
    await eventually(() => expect(server.ledger()).toEqual(['um']))
  })

  it('sends again, under the same id, what a database that was put back has forgotten', async () => {
    const server = createTestServer()
    using tab = openTab({ server, store: createIndexedOutboxStore() })
    tab.outbox.add(conversationId, 'um')
    await eventually(() => expect(tab.shown()).toEqual(['um: stored']))
    const id = find(tab.outbox, 'um')
    server.forget()
    tab.outbox.sendAgain(conversationId)
    expect(tab.shown()).toEqual(['um: sending'])
    await eventually(() => expect(tab.shown()).toEqual(['um: stored']))
    expect([server.ledger(), find(tab.outbox, 'um')]).toEqual([['um'], id])
  })
})

describe('two tabs', () => {
  it('show each message of the other, and send each once, in the order of writing', async () => {
    const server = createTestServer()
    const browser = createTestBrowser()
    let now = 1_000
    using one = openTab({ server, browser, store: createIndexedOutboxStore(), clock: () => now })
    using two = openTab({ server, browser, store: createIndexedOutboxStore(), clock: () => now })
    server.failNext(cutLine())
    one.outbox.add(conversationId, 'da primeira')
    await eventually(() => expect(two.shown()).toEqual(['da primeira: delayed']))
    two.outbox.add(conversationId, 'da segunda')
    await eventually(() => expect(one.shown()).toEqual(['da primeira: delayed', 'da segunda: sending']))
    now += 300
    for (const tab of [one, two]) tab.fireTimers()
    await eventually(() => expect(one.shown()).toEqual(['da primeira: stored', 'da segunda: stored']))
    await eventually(() => expect(two.shown()).toEqual(['da primeira: stored', 'da segunda: stored']))
    expect(server.ledger()).toEqual(['da primeira', 'da segunda'])
    expect([server.calls(), one.received, two.received]).toEqual([3, [1, 2], [1, 2]])
  })

  it('carry on when the one that sends is closed', async () => {
    const server = createTestServer()
    const browser = createTestBrowser()
    const one = openTab({
      server: { send: () => Promise.reject(cutLine()) },
      browser,
      store: createIndexedOutboxStore(),
    })
    one.outbox.add(conversationId, 'um')
    await eventually(() => expect(one.shown()).toEqual(['um: delayed']))
    one.outbox.close()
    using two = openTab({ server, browser, store: createIndexedOutboxStore(), clock: () => Date.now() + 60_000 })
    await eventually(() => expect(server.ledger()).toEqual(['um']))
    await eventually(() => expect(two.shown()).toEqual(['um: stored']))
  })
})
