import type { OutboxRow, OutboxStore } from './outbox-store.ts'

/** For a browser that forbids storage: messages live as long as the page. */
export function createMemoryOutboxStore(): OutboxStore {
  const rows = new Map<string, OutboxRow>()
  return {
    list: async (viewerId) => [...rows.values()].filter((row) => row.viewerId === viewerId),
    add: async (row) => {
      if (!rows.has(row.clientMsgId)) rows.set(row.clientMsgId, row)
    },
    change: async (clientMsgId, change) => {
      const row = rows.get(clientMsgId)
      if (row) rows.set(clientMsgId, { ...row, ...change })
    },
    remove: async (clientMsgId) => void rows.delete(clientMsgId),
    close: () => rows.clear(),
  }
}
