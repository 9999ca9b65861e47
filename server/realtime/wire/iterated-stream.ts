import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { EncodedEvent } from '../hub/encoded-event.ts'
import type { EndReason, Hub } from '../hub/hub.ts'
import type { Topic } from '../hub/topic.ts'
import { streamError } from './stream-error.ts'

export interface IteratedStreamOptions<T> {
  readonly hub: Hub
  readonly topic: Topic
  readonly cursor: string | undefined
  readonly signal: AbortSignal | undefined
  readonly decode: (json: string) => T
}

const mostWaitingBytes = 1024 * 1024

/** The same stream for whoever has no socket of ours: a caller in this process, tRPC's SSE link. */
export async function* iterateStream<T>(
  options: IteratedStreamOptions<T>,
): AsyncGenerator<TrackedEnvelope<T>, void, undefined> {
  const { hub, topic, cursor, signal, decode } = options
  let waiting: EncodedEvent[] = []
  let waitingBytes = 0
  let ending: EndReason | 'slow' | undefined
  let wake = () => {}

  const attachment = hub.attach({
    topic,
    cursor,
    sink: {
      write(event) {
        // What comes after one that was dropped would leave a hole.
        if (ending) return
        waitingBytes += event.json.length
        if (waitingBytes > mostWaitingBytes) ending = 'slow'
        else waiting.push(event)
        wake()
      },
      end(reason) {
        ending ??= reason
        wake()
      },
    },
  })
  const stop = () => wake()
  signal?.addEventListener('abort', stop)
  try {
    while (!signal?.aborted) {
      const batch = waiting
      waiting = []
      waitingBytes = 0
      for (const { id, json } of batch) yield tracked(id, decode(json))
      if (waiting.length > 0) continue
      if (ending === 'closed') return
      if (ending) throw cannotGoOn(ending)
      await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    attachment.detach()
  }
}

const cannotGoOn = (reason: 'full' | 'slow') =>
  streamError('SERVICE_UNAVAILABLE', messages[reason], { retryAfterMs: 1_000 })

const messages = {
  full: 'Too many people are connected right now. Try again in a moment.',
  slow: 'You read too slowly. Go on from the last event you got.',
}
