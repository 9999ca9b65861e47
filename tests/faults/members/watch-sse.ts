import { streamEvent } from '#server/contracts/events.ts'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { headersOf, type Person } from './connect.ts'
import { parseSse } from './parse-sse.ts'
import type { ShowingScreen } from './screen.ts'
import type { Watcher } from './watch-trpc.ts'

interface WatchOptions {
  /** Of a gateway, `http:`. */
  readonly url: () => string
  readonly person: () => Person
  readonly conversationId: string
  readonly screen: ShowingScreen
}

/** Longer than the server's heartbeat: a line that says nothing for so long is dead. */
const silenceMs = 18_000

/** A conversation through `GET /api/chat/stream`, reconnecting with Last-Event-ID as an EventSource does. */
export function watchBySse({ url, person, conversationId, screen }: WatchOptions): Watcher {
  const closing = new AbortController()
  let connections = 0

  async function connect(): Promise<void> {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(), silenceMs)
    const cursor = screen.cursor()
    const response = await fetch(`${url()}/api/chat/stream?conversationId=${conversationId}`, {
      headers: { ...headersOf(person()), ...(cursor && { 'last-event-id': cursor }) },
      signal: AbortSignal.any([closing.signal, silence.signal]),
    })
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
    connections += 1
    for await (const message of parseSse(response.body, () => timer.refresh())) {
      if (message.event === 'reconnect') return
      const event = streamEvent.safeParse(JSON.parse(message.data))
      if (event.success && message.id !== undefined) screen.show(message.id, event.data)
    }
  }

  async function stayConnected(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const before = connections
      await connect().catch(() => undefined)
      if (connections > before) failures = 0
      await new Promise((resolve) => setTimeout(resolve, 100 + fullJitterMs(failures, { baseMs: 500, capMs: 4_000 })))
    }
  }

  void stayConnected()
  return { connections: () => connections, close: () => closing.abort() }
}
