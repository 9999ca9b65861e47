import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { z } from 'zod'
import type { OutboxRow, OutboxStore } from './outbox-store.ts'

const databaseName = 'plantao'

const problem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('limited'), retryAfterMs: z.number() }),
  z.object({ kind: z.literal('unavailable'), retryAfterMs: z.union([z.number(), z.undefined()]) }),
  z.object({ kind: z.literal('invalid'), fields: z.array(z.object({ path: z.string(), problem: z.string() })) }),
  z.object({
    kind: z.enum(['offline', 'signed-out', 'forbidden', 'not-found', 'conflict', 'unexpected', 'outdated']),
  }),
])

/** Rows outlive a deploy: what an older or newer page wrote is read for what it is. */
const storedRow = z.object({
  clientMsgId: z.string(),
  viewerId: z.string(),
  conversationId: z.string(),
  body: z.string(),
  createdAtMs: z.number(),
  confirmedAtMs: z.number(),
  attempts: z.number(),
  notBeforeMs: z.number(),
  problem: problem.nullable().catch({ kind: 'unexpected' }),
  isRefused: z.boolean(),
})

interface Schema extends DBSchema {
  outbox: {
    /** Counted by the database across all tabs: the order in which messages were written. */
    key: number
    value: OutboxRow
    indexes: { clientMsgId: string; viewerId: string }
  }
}

/** In IndexedDB, one database for the site. Every call rejects where the browser forbids it. */
export function createIndexedOutboxStore(): OutboxStore {
  let opening: Promise<IDBPDatabase<Schema>> | undefined
  const open = () => {
    opening ??= openDatabase(() => {
      opening = undefined
    })
    return opening
  }
  return {
    list: async (viewerId) => {
      const rows = await (await open()).getAllFromIndex('outbox', 'viewerId', viewerId)
      return rows.flatMap((row) => readRow(row))
    },
    add: async (row) => {
      const transaction = (await open()).transaction('outbox', 'readwrite', { durability: 'strict' })
      if (!(await transaction.store.index('clientMsgId').getKey(row.clientMsgId))) await transaction.store.add(row)
      await transaction.done
    },
    change: async (clientMsgId, change) => {
      const transaction = (await open()).transaction('outbox', 'readwrite')
      const cursor = await transaction.store.index('clientMsgId').openCursor(clientMsgId)
      if (cursor) await cursor.update({ ...cursor.value, ...change })
      await transaction.done
    },
    remove: async (clientMsgId) => {
      const transaction = (await open()).transaction('outbox', 'readwrite')
      const key = await transaction.store.index('clientMsgId').getKey(clientMsgId)
      if (key !== undefined) await transaction.store.delete(key)
      await transaction.done
    },
    close: () => void opening?.then((database) => database.close()).catch(() => undefined),
  }
}

/** @param onLost the browser closed it, or a newer page asks for an upgrade: the next call opens it anew. */
function openDatabase(onLost: () => void): Promise<IDBPDatabase<Schema>> {
  const opening = openDB<Schema>(databaseName, 1, {
    upgrade: (database) => {
      const store = database.createObjectStore('outbox', { autoIncrement: true })
      store.createIndex('clientMsgId', 'clientMsgId', { unique: true })
      store.createIndex('viewerId', 'viewerId')
    },
    blocking: () => {
      onLost()
      void opening.then((database) => database.close())
    },
    terminated: onLost,
  })
  opening.catch(onLost)
  return opening
}

function readRow(value: unknown): OutboxRow[] {
  const { success, data } = storedRow.safeParse(value)
  return success ? [data] : []
}
