import type { CacheName } from '../contracts/caches.ts'
import type { QueueName } from '../contracts/jobs.ts'

/**
 * Every Redis key and channel of the project. Nothing else spells one.
 *
 * No two builders can make the same name: each starts with words of its own, and ids are escaped,
 * so that an id cannot smuggle in a separator, another builder's suffix or a Cluster hash tag.
 */
export interface Keys {
  product(id: string): string
  /** One stored list of services: `products:all`, or `products:<view>` for a filtered or translated view. */
  products(view?: string): string
  agent(id: string): string
  agents(view?: string): string
  /** @param tokenHash SHA-256 of the token; the token itself never reaches Redis. */
  session(tokenHash: string): string
  user(id: string): string
  flow(id: string): string
  flowState(id: string): string
  rateLimit(subject: string, endpoint: string): string
  /** The entry of a cache by its name in `contracts/caches.ts`. */
  cacheEntry(cache: CacheName, id: string): string
  /** One hash with the last invalidation of every tag: it is evicted as a whole or not at all. */
  cacheTags(): string

  chatChannel(conversationId: string): string
  notificationsChannel(userId: string): string
  /** Wakes the relay of the outbox. */
  outboxChannel(): string

  queueName(queue: QueueName): string
  /** BullMQ's `prefix`; the braces keep a queue's keys in one Cluster slot. */
  queuePrefix(): string
}

/** @param prefix put before every name, so that several installations or tests can share a server. */
export function createKeys(prefix: string): Keys {
  const name = (...words: string[]): string => prefix + words.join(':')
  const product = (id: string): string => name('product', escapeId(id))
  const products = (view = 'all'): string => name('products', escapeId(view))
  const agent = (id: string): string => name('agent', escapeId(id))
  const agents = (view = 'all'): string => name('agents', escapeId(view))
  const entryOf: Record<CacheName, (id: string) => string> = { product, products, agent, agents }
  return {
    product,
    products,
    agent,
    agents,
    session: (tokenHash) => name('session', escapeId(tokenHash)),
    user: (id) => name('user', escapeId(id)),
    flow: (id) => name('flow', escapeId(id)),
    flowState: (id) => name('flow', escapeId(id), 'state'),
    rateLimit: (subject, endpoint) => name('ratelimit', escapeId(subject), escapeId(endpoint)),
    cacheEntry: (cache, id) => entryOf[cache](id),
    cacheTags: () => name('cache', 'tags'),
    chatChannel: (conversationId) => name('chat', escapeId(conversationId)),
    notificationsChannel: (userId) => name('notifications', escapeId(userId)),
    outboxChannel: () => name('outbox'),
    queueName: (queue) => queue,
    queuePrefix: () => `{${name('queue')}}`,
  }
}

/** Reversible and total, also for lone surrogates, on which encodeURIComponent throws. */
const escapeId = (id: string): string => id.replace(/[^\w.~@+-]/g, escapeCodeUnit)

function escapeCodeUnit(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100 ? `%${code.toString(16).padStart(2, '0')}` : `%u${code.toString(16).padStart(4, '0')}`
}
