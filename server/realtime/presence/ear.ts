import { z } from 'zod'
import { uuid } from '#server/contracts/ids.ts'
import { type LiveSignal, liveSignal } from '#server/contracts/signals.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import { parseJson } from '../../parse-json.ts'
import { parseHubMessage } from '../hub/hub-message.ts'

/** What is said about one conversation. */
export interface Ear {
  /** Rejects while Redis is away; then nothing is heard. */
  open(): Promise<void>
  close(): Promise<void>
}

interface EarOptions {
  readonly conversationId: string
  readonly pubsub: Pick<PubSub, 'subscribe'>
  readonly keys: Keys
  readonly onSignal: (signal: LiveSignal) => void
  /** Someone wrote event `seq`: they have read up to there, and no longer type. */
  readonly onWritten: (authorId: string, seq: number) => void
}

const writtenEvent = z.object({ seq: z.int().positive(), author: z.object({ id: uuid }) })

export function createEar({ conversationId, pubsub, keys, onSignal, onWritten }: EarOptions): Ear {
  const stops: (() => Promise<void>)[] = []

  async function close(): Promise<void> {
    await Promise.all(stops.splice(0).map((stop) => stop()))
  }

  return {
    async open() {
      await close()
      try {
        stops.push(
          await pubsub.subscribe(keys.liveChannel(conversationId), (text) => {
            const signal = liveSignal.safeParse(parseJson(text)).data
            if (signal) onSignal(signal)
          }),
        )
        stops.push(
          await pubsub.subscribe(keys.chatChannel(conversationId), (text) => {
            const event = writtenEvent.safeParse(parseJson(parseHubMessage(text)?.json ?? '')).data
            if (event) onWritten(event.author.id, event.seq)
          }),
        )
      } catch (error) {
        await close()
        throw error
      }
    },
    close,
  }
}
