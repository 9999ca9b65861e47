import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { fromRest } from './errors.ts'
import type { Database } from './schema.ts'

interface RestOptions {
  readonly supabaseUrl: string
  readonly serviceRoleKey: string
  readonly applicationName: string
}

const timeoutMs = 5_000

/**
 * supabase-js as the server uses it: the service role's key, no session of its own, no retries (the caller decides),
 * five seconds at most for an answer.
 */
export function openRest(options: RestOptions): SupabaseClient<Database> {
  return createClient<Database>(options.supabaseUrl, options.serviceRoleKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    db: { timeout: timeoutMs, retry: false },
    global: { fetch: createRestFetch(), headers: { 'X-Client-Info': options.applicationName } },
  })
}

interface RestResult<T> {
  readonly data: T
  readonly error: { readonly message: string; readonly code?: string } | null
  readonly status: number
}

/** The rows of an answer; throws DatabaseUnavailableError or DatabaseError. */
export function unwrap<T>({ data, error, status }: RestResult<T>): T {
  if (error) throw fromRest({ status, code: error.code ?? '', message: error.message })
  return data
}

type Fetch = typeof globalThis.fetch

/**
 * Supabase serves PostgREST under /rest/v1, a bare PostgREST (embedded, compose) at its root. The first answer tells
 * which one is there: a bare one refuses the prefix as a path it cannot have, before it runs anything, so the request
 * can be sent again without it. No setting to get wrong.
 */
export function createRestFetch(fetch: Fetch = globalThis.fetch): Fetch {
  let kind: 'unknown' | 'supabase' | 'bare' = 'unknown'
  return async (input, init) => {
    const address = input instanceof Request ? input.url : String(input)
    if (kind === 'bare') return fetch(withoutPrefix(address), init)
    const response = await fetch(input, init)
    if (kind !== 'supabase' && (await isUnknownPath(response))) {
      kind = 'bare'
      return fetch(withoutPrefix(address), init)
    }
    if (response.status < 500) kind = 'supabase'
    return response
  }
}

const withoutPrefix = (address: string): string => address.replace('/rest/v1', '')

/** PostgREST 12.0 answers 404 with an empty object, later ones with the code PGRST125; a missing table has a code. */
async function isUnknownPath(response: Response): Promise<boolean> {
  if (response.status !== 404) return false
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  if (typeof body !== 'object' || body === null) return false
  return Object.keys(body).length === 0 || Reflect.get(body, 'code') === 'PGRST125'
}
