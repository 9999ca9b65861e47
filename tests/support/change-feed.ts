import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { openChangeFeedSession } from '#db/change-feed/open-session.ts'
import { openDirect } from '#db/direct.ts'
import { type NewAgent, type NewProduct, newAgent, newProduct } from '#server/contracts/catalogue-edits.ts'
import { createServices, type Services } from '#server/services.ts'
import { createChangeFeed } from '#server/worker/change-feed.ts'
import { tellCache } from '#server/worker/tell-cache.ts'
import { createTestStack, type TestStack } from './stack.ts'

/** A service with a slug of its own, valid in every field. */
export const newProductFields = (fields: Partial<NewProduct> = {}): NewProduct =>
  newProduct.parse({
    slug: `servico-${randomUUID().slice(0, 8)}`,
    area: 'familia',
    name: 'Serviço novo',
    summary: 'Um resumo do serviço.',
    description: 'O que o serviço é, por extenso.',
    ...fields,
  })

/** An agent without an account, valid in every field. */
export const newAgentFields = (fields: Partial<NewAgent> = {}): NewAgent =>
  newAgent.parse({
    slug: `pessoa-${randomUUID().slice(0, 8)}`,
    name: 'Pessoa Nova',
    title: 'Advogada',
    area: 'familia',
    greeting: 'Olá, como posso ajudar?',
    bio: 'Atua há muitos anos na área.',
    productIds: [],
    ...fields,
  })

export interface FeedStack extends TestStack {
  /** As psql, past the application. */
  readonly sql: postgres.Sql
  /** Another process of the fleet: its own connections, its own copies. */
  readonly other: Services
  /** What waits in the log. */
  readLog(): Promise<readonly string[][]>
}

export async function createFeedStack(overrides: Readonly<Record<string, string>> = {}): Promise<FeedStack> {
  const stack = await createTestStack(overrides)
  const other = createServices(stack.env, { name: 'other' })
  await other.redis.ready()
  const sql = openDirect({ databaseUrl: stack.env.DATABASE_URL ?? '', applicationName: 'psql', maxConnections: 3 })
  await sql`delete from private.cache_invalidations`
  return {
    ...stack,
    sql,
    other,
    readLog: async () =>
      (await sql`select to_jsonb(tags) as tags from private.cache_invalidations order by id`).map(({ tags }) => tags),
    [Symbol.asyncDispose]: async () => {
      await sql.end()
      await other.close()
      await stack[Symbol.asyncDispose]()
    },
  }
}

interface FeedOptions {
  readonly pollMs?: number
  /** Long: the session is not ended for its silence, which would make the next one read. */
  readonly longestSilenceMs?: number
  readonly deliver?: (tags: readonly string[]) => Promise<boolean>
}

/** The feed of a worker, running until it is disposed. */
export function startFeed({ env, services }: Pick<TestStack, 'env' | 'services'>, options: FeedOptions = {}) {
  const { longestSilenceMs = 3_000, ...feedOptions } = options
  const databaseUrl = env.DATABASE_URL ?? ''
  const feed = createChangeFeed({
    openSession: (hooks) =>
      openChangeFeedSession({ databaseUrl, applicationName: 'test-change-feed', longestSilenceMs, ...hooks }),
    deliver: (tags) => tellCache(services.cache, tags),
    log: services.log,
    ...feedOptions,
  })
  feed.start()
  return { ...feed, [Symbol.asyncDispose]: () => feed.close() }
}
