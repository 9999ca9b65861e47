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
  conversation(id: string): string
  /**
   * @param tokenHash SHA-256 of the token; the token itself never reaches Redis.
   * @param owner who it belongs to, as a hash (`ownerOf`); in a Cluster it chooses the slot.
   */
  session(tokenHash: string, owner: string): string
  /** What every session key of an owner starts with; the token hash is the rest. */
  sessionPrefix(owner: string): string
  /** The live sessions of an owner, by the moment each would expire. */
  userSessions(owner: string): string
  /** Who has shown the first proof and owes the second. @param ticketHash SHA-256 of the browser's ticket. */
  secondFactor(ticketHash: string): string
  user(id: string): string
  flow(id: string): string
  flowState(id: string): string
  /** In a Cluster the subject chooses the slot: all limits of one call lie in one. */
  rateLimit(subject: string, endpoint: string): string
  /** The processes that decide limits. */
  limiters(): string
  /** The entry of a cache by its name in `contracts/caches.ts`. */
  cacheEntry(cache: CacheName, id: string): string
  /** One hash with the last invalidation of every tag: it is evicted as a whole or not at all. */
  cacheTags(): string
  /** Who may load the entry of that key; ids being escaped, it is no entry's key itself. */
  cacheLease(entryKey: string): string
  /** Tells every process of each invalidation. */
  cacheChannel(): string
  /** What the caches of all processes did in one minute, by its number since the epoch. */
  cacheStats(minute: number): string

  chatChannel(conversationId: string): string
  /** The newest events of a conversation, by number. */
  chatWindow(conversationId: string): string
  /** Heard by the one gateway that speaks on it: whether its subscriber connection lives. */
  hubProbeChannel(gatewayId: string): string
  notificationsChannel(userId: string): string
  /** Presence, typing and read marks of a conversation. */
  liveChannel(conversationId: string): string
  /** Rows of the firm's inbox. */
  inboxChannel(): string
  /** The gateways, by the moment each one's lease ends. */
  presenceGateways(): string
  /** Who is at a conversation: `<gateway>:<user>` to `online` or `away`. */
  presence(conversationId: string): string
  /** Tells every gateway that sessions have ended. */
  revocationsChannel(): string
  /** Tells that calls were given back to a subject's limits. */
  limitsChannel(): string
  /** Wakes the relay of the outbox. */
  outboxChannel(): string

  /** Lives for seconds: shows at boot whether two ways lead to one database. */
  bootProbe(id: string): string

  queueName(queue: QueueName): string
  /** Where BullMQ keeps a queue's jobs of one state: lists of ids, sorted sets but for `wait` and `active`. */
  queueJobs(queue: QueueName, state: 'wait' | 'active' | 'prioritized' | 'delayed' | 'failed'): string
  /** Its settings; `paused` among them while it is. */
  queueMeta(queue: QueueName): string
  /** What every key of a queue starts with; the id of a job is the rest of its own. */
  queueRoot(queue: QueueName): string
  /** The stream of what happened to its jobs. */
  queueEvents(queue: QueueName): string
  /** BullMQ's `prefix`; the braces keep a queue's keys in one Cluster slot. */
  queuePrefix(): string
}

interface KeyOptions {
  /** Keys that one script uses together then carry a hash tag, so that they lie in one slot (decisions 012, 014). */
  readonly isCluster?: boolean
}

/** @param prefix put before every name, so that several installations or tests can share a server. */
export function createKeys(prefix: string, { isCluster = false }: KeyOptions = {}): Keys {
  const name = (...words: string[]): string => prefix + words.join(':')
  const sessionPrefix = (owner: string): string =>
    isCluster ? name('session', slotTag(owner), '') : name('session', '')
  const cacheName = (...words: string[]): string => (isCluster ? `{${name('cache')}}:` : prefix) + words.join(':')
  const product = (id: string): string => cacheName('product', escapeId(id))
  const products = (view = 'all'): string => cacheName('products', escapeId(view))
  const agent = (id: string): string => cacheName('agent', escapeId(id))
  const agents = (view = 'all'): string => cacheName('agents', escapeId(view))
  const conversation = (id: string): string => cacheName('conversation', escapeId(id))
  const queuePrefix = `{${name('queue')}}`
  const entryOf: Record<CacheName, (id: string) => string> = { product, products, agent, agents, conversation }
  return {
    product,
    products,
    agent,
    agents,
    conversation,
    session: (tokenHash, owner) => sessionPrefix(owner) + escapeId(tokenHash),
    sessionPrefix,
    userSessions: (owner) => name('user', isCluster ? slotTag(owner) : escapeId(owner), 'sessions'),
    secondFactor: (ticketHash) => name('second-factor', escapeId(ticketHash)),
    user: (id) => name('user', escapeId(id)),
    flow: (id) => name('flow', escapeId(id)),
    flowState: (id) => name('flow', escapeId(id), 'state'),
    rateLimit: (subject, endpoint) =>
      name('ratelimit', isCluster ? slotTag(subject) : escapeId(subject), escapeId(endpoint)),
    limiters: () => name('limiters'),
    cacheEntry: (cache, id) => entryOf[cache](id),
    cacheTags: () => cacheName('cache', 'tags'),
    cacheLease: (entryKey) => `${entryKey}:lease`,
    cacheChannel: () => name('cache', 'invalidations'),
    cacheStats: (minute) => name('cache', 'stats', String(minute)),
    chatChannel: (conversationId) => name('chat', escapeId(conversationId)),
    chatWindow: (conversationId) => name('chat', escapeId(conversationId), 'window'),
    hubProbeChannel: (gatewayId) => name('probe', escapeId(gatewayId)),
    notificationsChannel: (userId) => name('notifications', escapeId(userId)),
    liveChannel: (conversationId) => name('live', escapeId(conversationId)),
    inboxChannel: () => name('inbox'),
    presenceGateways: () => name('presence', 'gateways'),
    presence: (conversationId) => name('presence', 'conversation', escapeId(conversationId)),
    revocationsChannel: () => name('revocations'),
    limitsChannel: () => name('limits'),
    outboxChannel: () => name('outbox'),
    bootProbe: (id) => name('boot', escapeId(id)),
    queueJobs: (queue, state) => `${queuePrefix}:${queue}:${state}`,
    queueMeta: (queue) => `${queuePrefix}:${queue}:meta`,
    queueRoot: (queue) => `${queuePrefix}:${queue}:`,
    queueEvents: (queue) => `${queuePrefix}:${queue}:events`,
    queueName: (queue) => queue,
    queuePrefix: () => queuePrefix,
  }
}

/** Alone between the braces it chooses the slot. Empty braces would choose none; no escaped id is a lone "%". */
const slotTag = (id: string): string => `{${escapeId(id) || '%'}}`

/** Reversible and total, also for lone surrogates, on which encodeURIComponent throws. */
const escapeId = (id: string): string => id.replace(/[^\w.~@+-]/g, escapeCodeUnit)

function escapeCodeUnit(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100 ? `%${code.toString(16).padStart(2, '0')}` : `%u${code.toString(16).padStart(4, '0')}`
}
