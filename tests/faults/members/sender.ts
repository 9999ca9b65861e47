import type { TRPCClient } from '@trpc/client'
import { newId } from '#server/contracts/ids.ts'
import type { AppRouter } from '#server/router.ts'
import { readFailure } from '#src/trpc/failure.ts'
import type { Send } from '../chat/oracle.ts'

interface SenderOptions {
  readonly client: TRPCClient<AppRouter>
  readonly conversationId: string
}

/** Given up after so many tries: the ledger decides then whether it was stored. */
const maxTries = 60

/**
 * Sends one after the other and repeats what was not acknowledged, as the browser's outbox does. What a limit refuses is
 * dropped: it has not been stored.
 */
export function createSender({ client, conversationId }: SenderOptions) {
  const sends: { conversationId: string; clientMsgId: string; isAcknowledged: boolean }[] = []
  let queue: Promise<void> = Promise.resolve()

  async function deliver(clientMsgId: string, body: string): Promise<void> {
    const send = { conversationId, clientMsgId, isAcknowledged: false }
    sends.push(send)
    for (let tries = 0; tries < maxTries; tries += 1) {
      try {
        const { event } = await client.messages.send.mutate(
          { conversationId, clientMsgId, body },
          { signal: AbortSignal.timeout(8_000) },
        )
        send.isAcknowledged = event.clientMsgId === clientMsgId
        return
      } catch (error) {
        const { kind } = readFailure(error)
        if (kind === 'limited' || kind === 'conflict') return
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    }
  }

  return {
    send(body: string, clientMsgId = newId()): Promise<void> {
      queue = queue.then(() => deliver(clientMsgId, body))
      return queue
    },
    /** Resolves when everything is acknowledged or given up. */
    async finish(): Promise<readonly Send[]> {
      await queue
      return sends
    },
  }
}

export type Sender = ReturnType<typeof createSender>
