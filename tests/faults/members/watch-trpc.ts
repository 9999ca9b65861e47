import type { Unsubscribable } from '@trpc/server/observable'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { connectSocket, type Person } from './connect.ts'
import type { ShowingScreen } from './screen.ts'

interface WatchOptions {
  readonly url: () => string
  readonly person: () => Person
  readonly conversationId: string
  readonly screen: ShowingScreen
}

export interface Watcher {
  connections(): number
  close(): void
}

/** A conversation through the real tRPC client: what its `onData` is given is shown. */
export function watchByTrpc({ url, person, conversationId, screen }: WatchOptions): Watcher {
  const socket = connectSocket(url, person)
  let subscription: Unsubscribable | undefined
  let failures = 0
  let isClosed = false

  function subscribe(): void {
    if (isClosed) return
    subscription = socket.client.messages.stream.subscribe(
      { conversationId, lastEventId: screen.cursor() },
      {
        onStarted: () => {
          failures = 0
        },
        onData: ({ id, data }) => screen.show(id, data),
        onComplete: again,
        onError: again,
      },
    )
  }

  /** A lost socket is the client's own affair; this is a subscription that the server ended or refused. */
  function again(): void {
    failures += 1
    setTimeout(subscribe, 200 + fullJitterMs(failures, { baseMs: 500, capMs: 4_000 }))
  }

  subscribe()
  // What comes and goes on the same socket has no cursor of its own and must not touch this one's.
  const live = socket.client.conversations.live.subscribe({ conversationId }, { onError: () => undefined })
  return {
    connections: socket.connections,
    close() {
      isClosed = true
      subscription?.unsubscribe()
      live.unsubscribe()
      socket.close()
    },
  }
}
