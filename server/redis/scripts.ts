import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { RedisClient } from './create-client.ts'
import { messageOf } from './redis-errors.ts'

/** What each Lua script of `scripts/` answers, by the name of its file. Its keys and arguments: see its header. */
interface Replies {
  'read-cache-stamp': [epoch: string, seq: number]
  /** Flat, and checked by whoever takes it apart: this is the hot path. */
  'read-cache': readonly unknown[]
  'store-cache': [state: 0 | 1 | 2 | 3, epoch: string, seq: number]
  'release-cache-lease': number
  'invalidate-tags': [epoch: string, seq: number, previousSeq: number]
  'explain-cache': [
    epoch: string,
    seq: number,
    head: string,
    bytes: number,
    lifeMs: number,
    leaseMs: number,
    ...tagSeqs: number[],
  ]
  'add-cache-stats': number
  'add-jobs': number
  'forget-jobs': number
  'take-limits': number[]
  'refund-limits': number
  'reset-limits': number
  'count-limiters': number
  publish: number
  'publish-event': number
  'hold-presence-lease': [wasHeld: 0 | 1, ...gatewayIds: string[]]
  'set-presence': number
  'create-session': [createdAtMs: number, endsAtMs: number]
  'touch-session': [userId: string, role: string, createdAtMs: number, endsAtMs: number, idleEndsAtMs: number] | null
  'rotate-session': [createdAtMs: number, endsAtMs: number] | null
  'destroy-sessions': string[]
  'open-second-factor': number
  'try-second-factor': [userId: string, method: string, callbackPath: string, attemptsLeft: number] | null
  'list-sessions': [
    id: string,
    role: string,
    createdAtMs: number,
    endsAtMs: number,
    seenAtMs: number,
    idleEndsAtMs: number,
    method: string,
    userAgent: string,
    address: string,
  ][]
}

export type ScriptName = keyof Replies
export type ScriptReply<N extends ScriptName> = Replies[N]

/** A Zod schema, or a plain function where a reply is read on every request. */
interface ReplyParser<T> {
  parse(reply: unknown): T
}

function parseNumbers(reply: unknown): number[] {
  if (Array.isArray(reply) && reply.every(Number.isSafeInteger)) return reply
  throw new Error('Redis answered something else than whole numbers')
}

const count = z.int().nonnegative()
const replies: { [N in ScriptName]: ReplyParser<Replies[N]> } = {
  'read-cache-stamp': z.tuple([z.string(), count]),
  'read-cache': z.custom<readonly unknown[]>(Array.isArray),
  'store-cache': z.tuple([z.literal([0, 1, 2, 3]), z.string(), count]),
  'release-cache-lease': count,
  'invalidate-tags': z.tuple([z.string(), count, count]),
  'explain-cache': z.tuple([z.string(), count, z.string(), count, z.int(), z.int()], count),
  'add-cache-stats': count,
  'add-jobs': count,
  'forget-jobs': count,
  'take-limits': { parse: parseNumbers },
  'refund-limits': count,
  'reset-limits': count,
  'count-limiters': count,
  publish: count,
  'publish-event': count,
  'hold-presence-lease': z.tuple([z.literal([0, 1])], z.string()),
  'set-presence': count,
  'create-session': z.tuple([count, count]),
  'touch-session': z.tuple([z.string(), z.string(), count, count, count]).nullable(),
  'rotate-session': z.tuple([count, count]).nullable(),
  'destroy-sessions': z.array(z.string()),
  'open-second-factor': count,
  'try-second-factor': z.tuple([z.string(), z.string(), z.string(), count]).nullable(),
  'list-sessions': z.array(
    z.tuple([z.string(), z.string(), count, count, count, count, z.string(), z.string(), z.string()]),
  ),
}

export interface Scripts {
  /** Runs a script in one round trip (two the first time on a server) and checks its reply. */
  run<N extends ScriptName>(client: RedisClient, name: N, call: ScriptCall): Promise<Replies[N]>
  /** The same over anything that can send EVALSHA and EVAL. */
  runOver<N extends ScriptName>(carrier: ScriptCarrier, name: N, call: ScriptCall): Promise<Replies[N]>
}

export interface ScriptCarrier {
  evalsha(sha: string, call: ScriptCall): Promise<unknown>
  eval(lua: string, call: ScriptCall): Promise<unknown>
}

export interface ScriptCall {
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
    'read-cache': load('read-cache'),
    'store-cache': load('store-cache'),
    'release-cache-lease': load('release-cache-lease'),
    'invalidate-tags': load('invalidate-tags'),
    'explain-cache': load('explain-cache'),
    'add-cache-stats': load('add-cache-stats'),
    'add-jobs': load('add-jobs'),
    'forget-jobs': load('forget-jobs'),
    'take-limits': load('take-limits'),
    'refund-limits': load('refund-limits'),
    'reset-limits': load('reset-limits'),
    'count-limiters': load('count-limiters'),
    publish: load('publish'),
    'publish-event': load('publish-event'),
    'hold-presence-lease': load('hold-presence-lease'),
    'set-presence': load('set-presence'),
    'create-session': load('create-session'),
    'touch-session': load('touch-session'),
    'rotate-session': load('rotate-session'),
    'destroy-sessions': load('destroy-sessions'),
    'open-second-factor': load('open-second-factor'),
    'try-second-factor': load('try-second-factor'),
    'list-sessions': load('list-sessions'),
  }
  const runOver: Scripts['runOver'] = async (carrier, name, call) =>
    replies[name].parse(await evaluate(carrier, scripts[name], call))
  return { run: (client, name, call) => runOver(carrierOf(client), name, call), runOver }
}

interface Script {
  readonly lua: string
  readonly sha: string
}

async function evaluate(carrier: ScriptCarrier, { lua, sha }: Script, call: ScriptCall): Promise<unknown> {
  try {
    return await carrier.evalsha(sha, call)
  } catch (error) {
    if (!messageOf(error).includes('NOSCRIPT')) throw error
    return carrier.eval(lua, call)
  }
}

const carrierOf = (client: RedisClient): ScriptCarrier => ({
  evalsha: (sha, { keys, args }) => client.evalsha(sha, keys.length, ...keys, ...args),
  eval: (lua, { keys, args }) => client.eval(lua, keys.length, ...keys, ...args),
})
