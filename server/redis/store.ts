import { isCluster, type RedisClient } from './create-client.ts'
import type { ScriptCall, ScriptName, ScriptReply, Scripts } from './scripts.ts'

export type RedisArgument = string | number
export type RedisCommand = readonly [name: string, ...args: RedisArgument[]]

/** What cache, limiter and sessions need of a Redis: single commands and scripts, over a connection or over HTTP. */
export interface RedisStore {
  /** One command; the reply as Redis gives it: string, number, null, or an array of these. */
  command(...command: RedisCommand): Promise<unknown>
  /** One script in one round trip, its reply checked. All its keys lie in one Cluster slot. */
  run<N extends ScriptName>(name: N, call: ScriptCall): Promise<ScriptReply<N>>
  /** Messages of one publisher on one channel keep their order. @returns how many heard it on the server asked. */
  publish(channel: string, text: string): Promise<unknown>
  /** Calls the listener whenever a connection was made; absent where there is none (HTTP). */
  onReady?(listener: () => void): void
}

/** The store over ioredis. */
export function createRedisStore(client: RedisClient, scripts: Scripts): RedisStore {
  // One listener on the client, however many there are here: Node warns from the eleventh on.
  const listeners = new Set<() => void>()
  client.on('ready', () => {
    for (const listener of listeners) listener()
  })
  const run: RedisStore['run'] = (name, call) => scripts.run(client, name, call)
  return {
    command: (name, ...args) => client.call(name, args),
    run,
    publish: (channel, text) =>
      isCluster(client) ? run('publish', { keys: [channel], args: [text] }) : client.publish(channel, text),
    onReady: (listener) => void listeners.add(listener),
  }
}
