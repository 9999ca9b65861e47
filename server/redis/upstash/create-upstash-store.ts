import { Redis } from '@upstash/redis'
import type { Env } from '../../env.ts'
import type { ScriptCarrier, Scripts } from '../scripts.ts'
import type { RedisStore } from '../store.ts'
import { upstashError } from './upstash-error.ts'

interface UpstashStoreOptions {
  readonly url: string
  readonly token: string
  readonly scripts: Scripts
  /** How long one HTTP request may take. */
  readonly timeoutMs: number
}

/** The store of the environment's Upstash database, where it names one. */
export function upstashStoreOf(
  { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token }: Env,
  options: Pick<UpstashStoreOptions, 'scripts' | 'timeoutMs'>,
): RedisStore | undefined {
  return url === undefined || token === undefined ? undefined : createUpstashStore({ ...options, url, token })
}

/**
 * The store over Upstash's REST protocol. Scripts asked for in the same moment travel in one request, as the members
 * of a tRPC batch do. Nothing is sent twice: an unanswered request may have been executed.
 */
export function createUpstashStore({ url, token, scripts, timeoutMs }: UpstashStoreOptions): RedisStore {
  const config = {
    url,
    token,
    // Replies as Redis gives them: "007" is no number.
    automaticDeserialization: false,
    // All our values are text; base64 would add a third to each.
    responseEncoding: false,
    // `false` would still send twice.
    retry: { retries: 0 },
    // With a plain signal the client answers "Aborted" as if Redis had said so.
    signal: () => AbortSignal.timeout(timeoutMs),
    enableTelemetry: false,
  } as const
  const single = new Redis({ ...config, enableAutoPipelining: false })
  const batching = new Redis({ ...config, enableAutoPipelining: true })
  const carrier: ScriptCarrier = {
    evalsha: (sha, { keys, args }) => batching.evalsha(sha, [...keys], [...args]),
    eval: (lua, { keys, args }) => batching.eval(lua, [...keys], [...args]),
  }

  const readable = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw upstashError(error, { token, timeoutMs })
    }
  }
  return {
    command: (...command) => readable(single.exec<unknown>([...command])),
    run: (name, call) => readable(scripts.runOver(carrier, name, call)),
    publish: (channel, text) => readable(single.publish(channel, text)),
  }
}
