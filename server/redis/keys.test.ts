import { describe, expect, it } from 'vitest'
import { keySlot } from '#tests/support/key-slot.ts'
import { caches } from '../contracts/caches.ts'
import { createKeys, type Keys } from './keys.ts'

/** Every builder, called with two ids where it takes two; a new one is missing here until it is added. */
const builders: { [B in keyof Required<Keys>]: (keys: Keys, first: string, second: string) => string } = {
  product: (keys, id) => keys.product(id),
  products: (keys, view) => keys.products(view),
  agent: (keys, id) => keys.agent(id),
  agents: (keys, view) => keys.agents(view),
  conversation: (keys, id) => keys.conversation(id),
  session: (keys, hash) => keys.session(hash, 'owner'),
  sessionPrefix: (keys) => keys.sessionPrefix('owner'),
  userSessions: (keys, owner) => keys.userSessions(owner),
  secondFactor: (keys, hash) => keys.secondFactor(hash),
  user: (keys, id) => keys.user(id),
  flow: (keys, id) => keys.flow(id),
  flowState: (keys, id) => keys.flowState(id),
  rateLimit: (keys, subject, endpoint) => keys.rateLimit(subject, endpoint),
  limiters: (keys) => keys.limiters(),
  limitsChannel: (keys) => keys.limitsChannel(),
  cacheEntry: (keys, id) => keys.cacheEntry('product', id),
  cacheTags: (keys) => keys.cacheTags(),
  cacheLease: (keys, id) => keys.cacheLease(keys.product(id)),
  cacheChannel: (keys) => keys.cacheChannel(),
  cacheStats: (keys, id) => keys.cacheStats(ids.indexOf(id)),
  chatChannel: (keys, id) => keys.chatChannel(id),
  chatWindow: (keys, id) => keys.chatWindow(id),
  hubProbeChannel: (keys, id) => keys.hubProbeChannel(id),
  notificationsChannel: (keys, id) => keys.notificationsChannel(id),
  liveChannel: (keys, id) => keys.liveChannel(id),
  inboxChannel: (keys) => keys.inboxChannel(),
  presenceGateways: (keys) => keys.presenceGateways(),
  presence: (keys, id) => keys.presence(id),
  revocationsChannel: (keys) => keys.revocationsChannel(),
  outboxChannel: (keys) => keys.outboxChannel(),
  bootProbe: (keys, id) => keys.bootProbe(id),
  queueJobs: (keys) => keys.queueJobs('emails', 'wait'),
  queueRoot: (keys) => keys.queueRoot('emails'),
  queueEvents: (keys) => keys.queueEvents('emails'),
  queueMeta: (keys) => keys.queueMeta('emails'),
  queueName: (keys) => `${keys.queuePrefix()}:${keys.queueName('emails')}`,
  queuePrefix: (keys) => keys.queuePrefix(),
}

const plain = ['1', 'all', 'emails', '0198c5f2-7d2a-7cc1-b9ab-5b1f6c3f0a11', 'user-1', 'products.list']
const hostile = [
  '',
  ':',
  '::',
  'state',
  ':state',
  '1:state',
  'a:b',
  'a',
  'b',
  '%3a',
  '%',
  '%25',
  '%u0041',
  'A',
  'a%3ab',
  '{a}',
  '{queue}',
  'queue:emails',
  'product:1',
  'all:pt-BR',
  '*',
  'é',
  'e\u0301',
  '\ud800',
  '\udfff',
  '\ufffd',
  'a b',
  'a\nb',
  '\0',
  ' ',
  '2001:db8::1',
  '../x',
]
const ids = [...plain, ...hostile, ...randomIds(300)]

describe('the key registry', () => {
  it('builds the names of the design', () => {
    const keys = createKeys('')
    expect([
      keys.product('1'),
      keys.products(),
      keys.agent('1'),
      keys.session('hash', 'owner'),
      keys.user('1'),
      keys.flow('1'),
      keys.flowState('1'),
      keys.rateLimit('user-1', 'messages.send'),
      keys.chatChannel('1'),
      keys.notificationsChannel('1'),
      keys.queueName('emails'),
      keys.queueName('webhooks'),
      keys.queueName('whatsapp'),
    ]).toEqual([
      'product:1',
      'products:all',
      'agent:1',
      'session:hash',
      'user:1',
      'flow:1',
      'flow:1:state',
      'ratelimit:user-1:messages.send',
      'chat:1',
      'notifications:1',
      'emails',
      'webhooks',
      'whatsapp',
    ])
  })

  it.each([false, true])(
    'never builds the same name twice, however hostile the ids (in a Cluster: %s)',
    (isCluster) => {
      const keys = createKeys('p:', { isCluster })
      const makers = new Map<string, string>()
      for (const [builder, build] of Object.entries(builders)) {
        if (builder === 'cacheEntry' || builder === 'sessionPrefix') continue
        for (const first of ids) {
          for (const second of builder === 'rateLimit' ? ids : ['']) {
            const name = build(keys, first, second)
            const maker = JSON.stringify([builder, ...(build.length > 1 ? [first, second] : [])])
            expect(makers.get(name) ?? maker, `two makers of ${name}`).toBe(maker)
            makers.set(name, maker)
          }
        }
      }
    },
  )

  it('keeps a cache entry under the name of what it holds', () => {
    const keys = createKeys('p:')
    expect(keys.cacheEntry('product', '1')).toBe(keys.product('1'))
    expect(keys.cacheEntry('products', 'pt-BR')).toBe(keys.products('pt-BR'))
    expect(keys.cacheEntry('agent', '1')).toBe(keys.agent('1'))
    expect(keys.cacheEntry('agents', 'pt-BR')).toBe(keys.agents('pt-BR'))
    expect(keys.cacheEntry('conversation', '1')).toBe(keys.conversation('1'))
  })

  it('puts the prefix before every name', () => {
    const keys = createKeys('firm:')
    for (const [builder, build] of Object.entries(builders)) {
      expect(build(keys, '1', '2').replace('{', ''), builder).toMatch(/^firm:/)
    }
  })

  it('keeps all keys of the queues in one Cluster slot and lets no id choose a slot', () => {
    const keys = createKeys('firm:')
    expect(keys.queuePrefix()).toBe('{firm:queue}')
    expect(keys.product('{queue}')).not.toMatch(/[{}]/)
  })
})

describe('in a Cluster', () => {
  const keys = createKeys('firm:', { isCluster: true })
  const slotsOf = (names: readonly string[]): number => new Set(names.map(keySlot)).size

  it.each([
    ['foo', 12_182],
    ['{user1000}.following', 3_443],
    ['foo{}{bar}', 8_363],
    ['foo{{bar}}zap', 4_015],
    ['', 0],
  ])('slots are counted as the specification says (%j)', (key, slot) => {
    expect(keySlot(key)).toBe(slot)
  })

  it('everything of one user’s sessions lies in one slot', () => {
    for (const owner of ids) {
      const sessions = plain.map((hash) => keys.session(hash, owner))
      expect(slotsOf([...sessions, keys.userSessions(owner)])).toBe(1)
      for (const [index, hash] of plain.entries()) expect(sessions[index]).toBe(keys.sessionPrefix(owner) + hash)
    }
  })

  it('every limit of one subject lies in one slot', () => {
    for (const subject of ids) expect(slotsOf(ids.map((endpoint) => keys.rateLimit(subject, endpoint)))).toBe(1)
  })

  it('everything of the cache that scripts use together lies in one slot', () => {
    const entries = Object.keys(caches).filter((name): name is keyof typeof caches => name in caches)
    const names = ids.flatMap((id) =>
      entries.map((cache) => keys.cacheEntry(cache, id)).flatMap((key) => [key, keys.cacheLease(key)]),
    )
    expect(slotsOf([...names, keys.cacheTags()])).toBe(1)
  })

  it('users and subjects are spread over the slots', () => {
    expect(slotsOf(ids.map((owner) => keys.userSessions(owner)))).toBeGreaterThan(100)
    expect(slotsOf(ids.map((subject) => keys.rateLimit(subject, 'chat')))).toBeGreaterThan(100)
  })

  it('the names of a single server carry no hash tag', () => {
    const single = createKeys('firm:')
    for (const [builder, build] of Object.entries(builders)) {
      if (!builder.startsWith('queue')) expect(build(single, '{a}', '{b}'), builder).not.toMatch(/[{}]/)
    }
  })
})

/** Drawn from the characters that the names themselves are made of; the same at every run. */
function randomIds(count: number): string[] {
  const alphabet = [':', '%', '{', '}', 'a', '1', 'state', 'all', 'flow', 'product', 'é', '\ud83d', '3a']
  let seed = 42
  const next = (bound: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % bound
  }
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(5) }, () => alphabet[next(alphabet.length)]).join(''),
  )
}
