import { tracked } from '@trpc/server'
import { DatabaseUnavailableError } from '#db/errors.ts'
import { listEvents } from '#db/queries/messages.ts'
import { type ChatEvent, chatEvent } from '../../contracts/events.ts'
import type { Services } from '../../services.ts'
import { listen, parseJson } from '../listen.ts'
import { createSignal } from '../signal.ts'

interface StreamMessages {
  readonly conversationId: string
  /** The last event the client has. */
  readonly afterSeq: number
  readonly signal: AbortSignal | undefined
}

const pageLength = 200
/** How long a hint that never came can hide an event. */
const repairMs = 1_500

/**
 * Every event after `afterSeq`, in order, none twice, tracked by its number.
 * Subscribes before it reads, so nothing falls between the two; Redis only hurries: what it carries is yielded when it is
 * the next in line, anything else (a hole, a reconnect, silence) sends us to Postgres.
 */
export async function* streamMessages(services: Services, { conversationId, afterSeq, signal }: StreamMessages) {
  let last = afterSeq
  let mustRead = true
  let hints: ChatEvent[] = []
  const wake = createSignal(signal)
  const add = (event: ChatEvent | undefined) => {
    if (event && hints.length < pageLength) hints.push(event)
    else mustRead = true
    wake.set()
  }
  await using _subscription = await listen(services, services.keys.chatChannel(conversationId), {
    onText: (text) => add(chatEvent.safeParse(parseJson(text)).data),
    onReconnect: () => add(undefined),
  })
  while (!signal?.aborted) {
    const isReading = mustRead
    mustRead = false
    const batch = isReading ? await readAfter(services, conversationId, last) : hints
    if (!isReading) hints = []
    for (const event of batch ?? []) {
      if (event.seq > last + 1) mustRead = true
      if (event.seq !== last + 1) continue
      last = event.seq
      yield tracked(String(last), event)
    }
    if (isReading && batch?.length === pageLength) mustRead = true
    if (!mustRead && hints.length === 0 && !(await wake.wait(repairMs))) mustRead = true
  }
}

/** Undefined while the database is away: the stream stays open and asks again. */
async function readAfter(
  services: Services,
  conversationId: string,
  afterSeq: number,
): Promise<ChatEvent[] | undefined> {
  try {
    return await listEvents(services.db, { conversationId, afterSeq, limit: pageLength })
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error
    services.log.warn({ err: error }, 'history not readable, trying again')
    return undefined
  }
}
