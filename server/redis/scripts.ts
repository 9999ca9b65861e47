import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RedisClient } from './create-client.ts'
import { messageOf } from './redis-errors.ts'

/** What each Lua script of `scripts/` answers, by the name of its file. Its keys and arguments: see its header. */
interface Replies {
  'read-cache-stamp': [epoch: string, seq: number]
  'invalidate-tags': [epoch: string, seq: number, previousSeq: number]
  'take-limits': [isAllowed: 0 | 1, ...[used: number, resetMs: number, retryMs: number, recorded: string][]]
  'touch-session': string | null
}

export type ScriptName = keyof Replies

const count = z.int().nonnegative()
const replies: { [N in ScriptName]: z.ZodType<Replies[N]> } = {
  'read-cache-stamp': z.tuple([z.string(), count]),
  'invalidate-tags': z.tuple([z.string(), count, count]),
  'take-limits': z.tuple([z.literal([0, 1])], z.tuple([count, count, count, z.string()])),
  'touch-session': z.string().nullable(),
}

export interface Scripts {
  /** Runs a script in one round trip (two the first time on a server) and checks its reply. */
  run<N extends ScriptName>(client: RedisClient, name: N, call: ScriptCall): Promise<Replies[N]>
}

interface ScriptCall {
  /** In a Cluster all of them must lie in one slot. */
  readonly keys: readonly string[]
  readonly args: readonly (string | number)[]
}

/** Reads the scripts from the project's folder: Next bundles this module, so its own place says nothing. */
export function createScripts(): Scripts {
  const folder = join(process.cwd(), 'server/redis/scripts')
  const load = (name: ScriptName): Script => {
    const lua = readFileSync(join(folder, `${name}.lua`), 'utf8')
    return { lua, sha: createHash('sha1').update(lua).digest('hex') }
  }
  const scripts: Record<ScriptName, Script> = {
    'read-cache-stamp': load('read-cache-stamp'),
    'invalidate-tags': load('invalidate-tags'),
    'take-limits': load('take-limits'),
    'touch-session': load('touch-session'),
  }
  return {
    async run(client, name, call) {
      return replies[name].parse(await evaluate(client, scripts[name], call))
    },
  }
}

interface Script {
  readonly lua: string
  readonly sha: string
}

async function evaluate(client: RedisClient, { lua, sha }: Script, { keys, args }: ScriptCall): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...args)
  } catch (error) {
    if (!messageOf(error).startsWith('NOSCRIPT')) throw error
    return client.eval(lua, keys.length, ...keys, ...args)
  }
}
