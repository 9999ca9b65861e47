import { useEffect, useEffectEvent, useState } from 'react'
import { type StreamEvent, streamEvent } from '#server/contracts/events.ts'
import { fullJitterMs } from '#src/trpc/backoff.ts'

export interface StreamedEvent {
  /** The event's id, which is the cursor of whoever has it. */
  readonly id: string
  readonly data: StreamEvent
}

interface EventSourceOptions {
  readonly conversationId: string
  readonly isNeeded: boolean
  readonly cursor: () => string
  readonly onEvent: (event: StreamedEvent) => void
}

const retryDelay = { baseMs: 2_000, capMs: 15_000 }

/**
 * The same events over plain HTTP, for networks that let no WebSocket through. EventSource comes back by itself, with
 * the id of the last event; only an answer that is no stream ends it, and is then asked for anew.
 * @returns whether the stream is open.
 */
export function useEventSource({ conversationId, isNeeded, cursor, onEvent }: EventSourceOptions): boolean {
  const [isOpen, setIsOpen] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const readCursor = useEffectEvent(cursor)
  const deliver = useEffectEvent(onEvent)

  useEffect(() => {
    if (!isNeeded) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const query = new URLSearchParams({ conversationId, lastEventId: readCursor() })
    const source = new EventSource(`/api/chat/stream?${query}`)
    source.onopen = () => setIsOpen(true)
    source.onmessage = ({ data, lastEventId }) => {
      const event = readEvent(data)
      if (event) deliver({ id: lastEventId, data: event })
    }
    source.onerror = () => {
      setIsOpen(false)
      if (source.readyState !== EventSource.CLOSED) return
      timer = setTimeout(() => setAttempt(attempt + 1), 1_000 + fullJitterMs(attempt, retryDelay))
    }
    return () => {
      clearTimeout(timer)
      source.close()
      setIsOpen(false)
    }
  }, [isNeeded, conversationId, attempt])

  return isOpen
}

/** A kind that this page does not know is skipped; the hole it leaves is read as history. */
function readEvent(text: unknown): StreamEvent | undefined {
  try {
    return streamEvent.safeParse(JSON.parse(String(text))).data
  } catch {
    return undefined
  }
}
