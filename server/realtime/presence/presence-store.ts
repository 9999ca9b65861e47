import { z } from 'zod'
import type { Presence } from '#server/contracts/live.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { RedisStore } from '#server/redis/store.ts'
import type { LeaseReport } from './fleet.ts'
import type { Presences, Present } from './room-state.ts'

/** What gateways tell each other of presence through Redis. Every call rejects while Redis is away. */
export interface PresenceStore {
  holdLease(leaseMs: number): Promise<LeaseReport>
  read(conversationId: string): Promise<Presences>
  /** Of this gateway's connections. */
  write(conversationId: string, userId: string, presence: Presence): Promise<void>
  /** What a dead gateway left behind. */
  forget(conversationId: string, gatewayId: string, userIds: readonly string[]): Promise<void>
}

interface PresenceStoreOptions {
  readonly store: RedisStore
  readonly keys: Keys
  readonly gatewayId: string
  /** Written again well before: see `live-rooms`. */
  readonly lifeMs: number
}

export function createPresenceStore({ store, keys, gatewayId, lifeMs }: PresenceStoreOptions): PresenceStore {
  return {
    async holdLease(leaseMs) {
      const call = { keys: [keys.presenceGateways()], args: [gatewayId, leaseMs] }
      const [wasHeld, ...holderIds] = await store.run('hold-presence-lease', call)
      return { wasHeld: wasHeld === 1, holderIds }
    },
    read: async (conversationId) =>
      parsePresences(flat.parse(await store.command('HGETALL', keys.presence(conversationId))), gatewayId),
    async write(conversationId, userId, presence) {
      const args = [fieldOf(gatewayId, userId), presence === 'offline' ? '' : presence, lifeMs]
      await store.run('set-presence', { keys: [keys.presence(conversationId)], args })
    },
    async forget(conversationId, deadId, userIds) {
      const fields = userIds.map((userId) => fieldOf(deadId, userId))
      await store.command('HDEL', keys.presence(conversationId), ...fields)
    },
  }
}

const separator = ':'
const fieldOf = (gatewayId: string, userId: string): string => gatewayId + separator + userId

/** RESP2 answers HGETALL as a flat list, RESP3 as a map. */
const flat = z.union([
  z.array(z.string()),
  z.map(z.string(), z.string()).transform((map) => [...map].flat()),
  z.record(z.string(), z.string()).transform((record) => Object.entries(record).flat()),
])

/** Others' only: what a gateway's own connections are it knows better. */
export function parsePresences(reply: readonly string[], ownId: string): Presences {
  const presences = new Map<string, Map<string, Present>>()
  for (let index = 0; index + 1 < reply.length; index += 2) {
    const [gatewayId = '', userId = ''] = (reply[index] ?? '').split(separator)
    if (gatewayId === ownId) continue
    const people = presences.get(gatewayId) ?? new Map<string, Present>()
    people.set(userId, reply[index + 1] === 'away' ? 'away' : 'online')
    presences.set(gatewayId, people)
  }
  return presences
}
