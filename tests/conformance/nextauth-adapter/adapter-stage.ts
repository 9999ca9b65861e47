import type { Adapter } from 'next-auth/adapters'
import { z } from 'zod'
import { createDb, type Db } from '#db/client.ts'
import { createAuthAdapter } from '#server/auth/create-auth-adapter.ts'
import type { ConnectedServices } from '#server/services.ts'
import type { Way } from '#tests/support/both-ways.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs

/** What the contract promises of each record: dates are Dates, ids are text, and nothing is undefined that may be null. */
export const adapterUser = z.object({ id: z.string().min(1), email: z.string(), emailVerified: z.date().nullable() })
export const adapterSession = z.object({ sessionToken: z.string().min(1), userId: z.string(), expires: z.date() })
export const sessionAndUser = z.object({ session: adapterSession, user: adapterUser })
export const verificationToken = z.object({ identifier: z.string(), token: z.string(), expires: z.date() })

/**
 * NextAuth calls methods by name and trusts what comes back; so does the suite, which reads every answer by the shapes
 * above. Each of them is a method of NextAuth 4's `Adapter`.
 */
const methods = [
  'createUser',
  'getUser',
  'getUserByEmail',
  'getUserByAccount',
  'updateUser',
  'deleteUser',
  'linkAccount',
  'unlinkAccount',
  'createSession',
  'getSessionAndUser',
  'updateSession',
  'deleteSession',
  'createVerificationToken',
  'useVerificationToken',
] as const satisfies readonly (keyof Adapter)[]
type Method = (typeof methods)[number]

/** Calls a method as NextAuth does and answers whatever it answers. */
export type Ask = (name: Method, ...args: readonly unknown[]) => Promise<unknown>

export interface AdapterStage {
  readonly stack: TestStack
  readonly services: ConnectedServices
  /** The adapter of a request, as a browser's visit makes it. */
  readonly ask: Ask
  /** The direct pool as the superuser, for what a test looks up past the adapter. */
  readonly sql: NonNullable<ConnectedServices['db']['sql']>
}

/** Opened once per way; the cases take people and tokens of their own. */
export type StageOf = () => AdapterStage

export interface OpenStage extends AdapterStage, AsyncDisposable {}

/** `direct` runs SQL functions on the direct pool, `rest` has PostgREST alone. */
export async function openAdapterStage(way: Way): Promise<OpenStage> {
  await using cleanup = new AsyncDisposableStack()
  const stack = cleanup.use(await createTestStack())
  const { sql } = stack.services.db
  if (!sql) throw new Error('the stack has a direct pool')
  const services = way === 'direct' ? stack.services : { ...stack.services, db: openRestOnly(stack, cleanup) }
  const adapter = createAuthAdapter(services, { origin: { userAgent: 'a browser', address: '2001:db8::/64' } })
  const kept = cleanup.move()
  return { stack, services, sql, ask: askOf(adapter), [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

function openRestOnly({ env, services }: TestStack, cleanup: AsyncDisposableStack): Db {
  const { SUPABASE_URL: supabaseUrl, SUPABASE_SERVICE_ROLE_KEY: serviceRoleKey } = env
  const db = createDb({ supabaseUrl, serviceRoleKey, applicationName: 'test', log: services.log })
  cleanup.defer(() => db.close())
  return db
}

function askOf(adapter: Adapter): Ask {
  return async (name, ...args) => {
    const found = Reflect.get(adapter, name)
    if (typeof found !== 'function') throw new Error(`the adapter has no ${name}`)
    return Reflect.apply(found, adapter, args)
  }
}
