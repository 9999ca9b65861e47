import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { createDb, type Db } from '#db/client.ts'
import { startConversation } from '#db/queries/conversations.ts'
import { newId } from '#server/contracts/ids.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { createTestDatabase, type TestDatabase } from './servers.ts'

export const ways = ['direct', 'rest'] as const
export type Way = (typeof ways)[number]

export interface BothWays extends AsyncDisposable {
  readonly database: TestDatabase
  readonly restUrl: string
  /** `direct` runs SQL functions on the direct pool, `rest` over PostgREST; both lead to one database. */
  readonly db: Readonly<Record<Way, Db>>
  /** The direct pool as the superuser, for what a test sets up or looks up past the API. */
  readonly sql: NonNullable<Db['sql']>
}

/** A database of one's own, reached both ways. */
export async function openBothWays(): Promise<BothWays> {
  const database = await createTestDatabase()
  const restUrl = await database.startRest()
  const options = {
    supabaseUrl: restUrl,
    serviceRoleKey: database.serviceRoleKey,
    applicationName: 'test',
    log: pino({ level: 'silent' }),
  }
  const direct = createDb({ ...options, databaseUrl: database.databaseUrl })
  const rest = createDb(options)
  if (!direct.sql) throw new Error('a database URL gives a direct pool')
  return {
    database,
    restUrl,
    db: { direct, rest },
    sql: direct.sql,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([direct.close(), rest.close()])
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Everything that startConversation needs, with ids of its own. */
export const newStart = () => ({
  conversationId: newId(),
  requestId: randomUUID(),
  visitorId: newId(),
  visitor: { name: 'Joana Prado', email: 'joana@correio.example' },
  productSlug: 'divorcio-consensual',
  locale: 'pt-BR' as const,
  leadId: newId(),
  eventId: newId(),
  clientMsgId: newId(),
  body: 'Bom dia, preciso de orientação.',
  consent: { id: newId(), textVersion: '2026-11-23', addressHash: '0'.repeat(64) },
  jobs: [newJob()],
  audit: { action: 'conversation.start', actorId: null, ip: '203.0.113.7' },
})

export function newJob(conversationId = newId()): OutboxJob {
  return { id: newId(), name: 'email-firm-new-conversation', version: 1, payload: { conversationId } }
}

/** A conversation with its first message; answers what it was started with. */
export async function givenConversation(db: Db) {
  const start = newStart()
  await startConversation(db, start)
  return start
}
