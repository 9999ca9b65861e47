import { type CacheTag, cacheTags } from './caches.ts'

/**
 * What happened, and which cached answers it makes stale. Adding an event is one entry here.
 *
 * A cached page carries the tag of every row it rests on, shown or not (an archived agent of a service may come back):
 * so an event names its own row and the lists, and reaches the agents that mention a service by itself. The triggers
 * of prisma-free-db/migrations/0008 write the same tags for changes made outside; a test holds the two together.
 */
const staleTags = {
  'product.created': ({ id, agentIds }: ProductEvent) => productTags(id, agentIds),
  'product.updated': ({ id, agentIds }: ProductEvent) => productTags(id, agentIds),
  'product.archived': ({ id }: { readonly id: string }) => productTags(id),
  'agent.created': ({ id, productIds }: AgentEvent) => agentTags(id, productIds),
  'agent.updated': ({ id, productIds }: AgentEvent) => agentTags(id, productIds),
  'agent.archived': ({ id }: { readonly id: string }) => agentTags(id),
}

interface ProductEvent {
  readonly id: string
  /** Who offers it from now on, where that changed: their pages did not rest on it yet. */
  readonly agentIds?: readonly string[] | undefined
}

interface AgentEvent {
  readonly id: string
  /** What they offer from now on, where that changed. */
  readonly productIds?: readonly string[] | undefined
}

export type DomainEventName = keyof typeof staleTags
export type DomainEvents = { readonly [N in DomainEventName]: Parameters<(typeof staleTags)[N]>[0] }

/** The tags that an event makes stale. */
export function tagsOf<N extends DomainEventName>(name: N, event: DomainEvents[N]): readonly CacheTag[] {
  const tagsByEvent: { readonly [E in DomainEventName]: (event: DomainEvents[E]) => readonly CacheTag[] } = staleTags
  return tagsByEvent[name](event)
}

function productTags(id: string, agentIds: readonly string[] = []): readonly CacheTag[] {
  return [cacheTags.product(id), cacheTags.products(), ...agentIds.map(cacheTags.agent)]
}

function agentTags(id: string, productIds: readonly string[] = []): readonly CacheTag[] {
  return [cacheTags.agent(id), cacheTags.agents(), ...productIds.map(cacheTags.product)]
}

/** Whether this release has such a tag: the database may speak of those of another one. */
export const isCacheTag = (text: string): text is CacheTag => knownTag.test(text)

const knownTag = /^(products|agents):all$|^(product|agent|conversation):[^:]+$/
