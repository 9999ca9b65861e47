import { useEffect, useEffectEvent, useState } from 'react'
import { type StreamEvent, streamEvent } from '#server/contracts/events.ts'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { openEventStream, type StreamedMessage } from '#src/trpc/fetch-event-stream.ts'
import { bearerOf, frameSession } from '#src/trpc/frame-session.ts'

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
    const close = open(`/api/chat/stream?${query}`, {
      onOpen: () => setIsOpen(true),
      onMessage: ({ id, data }) => {
        const event = readEvent(data)
        if (event) deliver({ id, data: event })
      },
      onBreak: () => setIsOpen(false),
      onEnd: () => {
        setIsOpen(false)
        timer = setTimeout(() => setAttempt(attempt + 1), 1_000 + fullJitterMs(attempt, retryDelay))
      },
    })
    return () => {
      clearTimeout(timer)
      close()
      setIsOpen(false)
    }
  }, [isNeeded, conversationId, attempt])

  return isOpen
}

interface StreamListener {
  readonly onOpen: () => void
  readonly onMessage: (message: StreamedMessage) => void
  /** It comes back by itself. */
  readonly onBreak: () => void
  readonly onEnd: () => void
}

/** A page that has no cookie says who it is in a header, which EventSource cannot send. */
function open(url: string, listener: StreamListener): () => void {
  const session = frameSession()
  return session ? openEventStream(url, { ...listener, headers: bearerOf(session) }) : openEventSource(url, listener)
}

function openEventSource(url: string, { onOpen, onMessage, onBreak, onEnd }: StreamListener): () => void {
  const source = new EventSource(url)
  source.onopen = onOpen
  source.onmessage = ({ data, lastEventId }) => onMessage({ id: lastEventId, data: String(data) })
  source.onerror = () => (source.readyState === EventSource.CLOSED ? onEnd() : onBreak())
  return () => source.close()
}

/** A kind that this page does not know is skipped; the hole it leaves is read as history. */
function readEvent(text: string): StreamEvent | undefined {
  try {
    return streamEvent.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
