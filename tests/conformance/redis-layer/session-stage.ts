import { createPubSub } from '#server/redis/pubsub.ts'
import { createSessionStore, type SessionStore } from '#server/redis/sessions/create-session-store.ts'
import { parseRevocation, type Revocation } from '#server/redis/sessions/revocation.ts'
import { type SessionLives, sessionLives } from '#server/redis/sessions/session-lives.ts'
import { nameOf, ownerOf } from '#server/redis/sessions/session-token.ts'
import type { AnyRedisLayer } from '#tests/support/redis-layer.ts'
import type { Backend } from './backend.ts'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
export const lawyer = { userId: 'user:{1}', role: 'lawyer' } as const
export const visitor = { userId: 'visitor-1', role: 'visitor' } as const

export const storeOf = ({ redis, keys }: AnyRedisLayer, lives: Partial<SessionLives> = {}): SessionStore =>
  createSessionStore({ store: redis.stateStore, keys, lives: { ...sessionLives, ...lives } })

export function keyOf({ keys }: AnyRedisLayer, token: string): string {
  const { id, owner } = nameOf(token)
  return keys.session(id, owner)
}

export const indexOf = ({ keys }: AnyRedisLayer): string => keys.userSessions(ownerOf(lawyer.userId))

export const entries = (layer: AnyRedisLayer): Promise<unknown> =>
  layer.redis.stateStore.command('ZCARD', indexOf(layer))

export const ttlMs = async (layer: AnyRedisLayer, token: string): Promise<number> =>
  Number(await layer.redis.stateStore.command('PTTL', keyOf(layer, token)))

export async function liveIds(sessions: SessionStore, tokens: readonly string[]): Promise<string[]> {
  const found = await Promise.all([...new Set(tokens)].map((token) => sessions.get(token)))
  return found.flatMap((session) => session?.id ?? []).toSorted()
}

export const listedIds = async (sessions: SessionStore): Promise<string[]> =>
  (await sessions.listByUser(lawyer.userId)).map(({ id }) => id).toSorted()

/** Revocations, as another process hears them. */
export async function observe(backend: Backend, layer: AnyRedisLayer) {
  const observer = backend.openObserver(layer.keys.sessionPrefix('').split('session:')[0] ?? '')
  const { stateStore: publisher, subscriber } = observer.redis
  const pubsub = createPubSub({ publisher, subscriber, log: observer.log })
  const revocations: (Revocation | undefined)[] = []
  const channel = storeOf(layer).revocationsChannel()
  await pubsub.subscribe(channel, (text) => void revocations.push(parseRevocation(text)))
  return { revocations, [Symbol.asyncDispose]: () => observer[Symbol.asyncDispose]() }
}
