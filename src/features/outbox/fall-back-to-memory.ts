import { createMemoryOutboxStore } from './memory-outbox-store.ts'
import type { OutboxStore } from './outbox-store.ts'

/** What the kept store does not take (forbidden, full, broken) is held in memory: sent all the same, lost with the page. */
export function fallBackToMemory(kept: OutboxStore): OutboxStore {
  const memory = createMemoryOutboxStore()
  return {
    list: async (viewerId) => [...(await kept.list(viewerId).catch(() => [])), ...(await memory.list(viewerId))],
    add: (row) => kept.add(row).catch(() => memory.add(row)),
    change: async (clientMsgId, change) => {
      await memory.change(clientMsgId, change)
      await kept.change(clientMsgId, change).catch(() => undefined)
    },
    remove: async (clientMsgId) => {
      await memory.remove(clientMsgId)
      await kept.remove(clientMsgId).catch(() => undefined)
    },
    close: () => {
      memory.close()
      kept.close()
    },
  }
}
