import type postgres from 'postgres'
import { openDirect } from './direct.ts'
import { withDriverErrors } from './errors.ts'
import { agentLinks, agentRows, conversationRows, productRows, staffRows } from './seed/rows.ts'

/**
 * The firm's catalogue, staff and a few past conversations. Each set is planted once per database and noted there, so
 * that what an admin edits or deletes afterwards stays as it is, however often this runs.
 */
export async function seed(databaseUrl: string): Promise<void> {
  const sql = openDirect({ databaseUrl, applicationName: 'plantao-seed', maxConnections: 1 })
  try {
    await withDriverErrors(() =>
      sql.begin(async (tx) => {
        await tx`select pg_advisory_xact_lock(hashtextextended('plantao_seed', 0))`
        await tx.unsafe(ledger)
        for (const [name, plant] of Object.entries(sets)) await plantOnce(tx, { name, plant })
      }),
    )
  } finally {
    await sql.end({ timeout: 2 })
  }
}

type Transaction = postgres.TransactionSql
type Plant = (tx: Transaction) => Promise<void>

const ledger = `
create table if not exists migrations.seeded (
  name text primary key,
  seeded_at timestamptz not null default now()
)`

/** In order: later sets refer to rows of earlier ones. Content that comes later is a set of its own. */
const sets: Readonly<Record<string, Plant>> = {
  staff: (tx) => insertRows(tx, { table: 'profiles', rows: staffRows() }),
  catalogue: (tx) => insertRows(tx, { table: 'products', rows: productRows() }),
  agents: async (tx) => {
    await insertRows(tx, { table: 'agents', rows: agentRows() })
    // By slug: a service that was there before the seed has an id of its own.
    await tx`
      insert into public.agent_products (agent_id, product_id)
      select agent.id, product.id
      from jsonb_to_recordset(${tx.json(agentLinks())}) as link (agent_slug text, product_slug text)
      join public.agents as agent on agent.slug = link.agent_slug
      join public.products as product on product.slug = link.product_slug
      on conflict do nothing`
  },
  conversations: async (tx) => {
    const rows = conversationRows({ nowMs: Date.now(), productIds: await readProductIds(tx) })
    await insertRows(tx, { table: 'profiles', rows: rows.visitors })
    await insertRows(tx, { table: 'conversations', rows: rows.conversations })
    await insertRows(tx, { table: 'conversation_events', rows: rows.events })
    // Where an earlier release planted the rest, migration 0011 has derived these.
    await insertRows(tx, { table: 'conversation_members', rows: rows.members })
    await insertRows(tx, { table: 'leads', rows: rows.leads })
  },
}

async function plantOnce(tx: Transaction, { name, plant }: { name: string; plant: Plant }): Promise<void> {
  const planted = await tx`insert into migrations.seeded (name) values (${name}) on conflict do nothing returning name`
  if (planted.length > 0) await plant(tx)
}

interface Rows {
  readonly table: string
  readonly rows: readonly Readonly<Record<string, postgres.JSONValue>>[]
}

/** All rows of a table have the same columns. A row whose id, slug or address is taken is left out. */
async function insertRows(tx: Transaction, { table, rows }: Rows): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  const statement = `
    insert into public.${table} (${columns})
    select ${columns} from jsonb_populate_recordset(null::public.${table}, $1)
    on conflict do nothing`
  await tx.unsafe(statement, [tx.json(rows)])
}

async function readProductIds(tx: Transaction): Promise<ReadonlyMap<string, string>> {
  const rows = await tx<{ id: string; slug: string }[]>`select id, slug from public.products`
  return new Map(rows.map((row) => [row.slug, row.id]))
}
