import { type Delivery, delivery, type Outcome, type ProviderName } from './deliveries.ts'
import { appendLine, readLines } from './line-file.ts'

export interface DeliveryFilter {
  readonly provider?: ProviderName | undefined
  readonly outcome?: Outcome | undefined
  /** Only what arrived after this sequence number. */
  readonly afterSeq?: number | undefined
  /** Only what arrived at this time or later, in milliseconds since the epoch. */
  readonly sinceMs?: number | undefined
}

export interface DeliveryStore {
  append(entry: Omit<Delivery, 'seq'>): Delivery
  /** Oldest first. */
  list(filter?: DeliveryFilter): readonly Delivery[]
  findBySeq(seq: number): Delivery | undefined
  /** The accepted thing that has this id. */
  findById(provider: ProviderName, id: string): Delivery | undefined
  findByIdempotencyKey(account: string, key: string): Delivery | undefined
  /** @returns a function that stops the calls */
  onAppend(listener: (entry: Delivery) => void): () => void
}

/** Kept in memory and, with a file, in append-only JSON lines: what was answered survives a restart. */
export function createDeliveryStore(options: { readonly file?: string }): DeliveryStore {
  const entries = options.file === undefined ? [] : readLines(options.file, delivery)
  const listeners = new Set<(entry: Delivery) => void>()
  // By what is asked for at every request: a search through ten thousand of them is felt.
  const [bySeq, byId, byKey] = [new Map<number, Delivery>(), new Map<string, Delivery>(), new Map<string, Delivery>()]
  const index = (entry: Delivery) => {
    bySeq.set(entry.seq, entry)
    if (entry.outcome !== 'accepted') return
    byId.set(idOf(entry.provider, entry.id), entry)
    if (entry.idempotencyKey !== null) byKey.set(keyOf(entry.account, entry.idempotencyKey), entry)
  }
  for (const entry of entries) index(entry)
  return {
    append: (entry) => {
      const numbered = { seq: (entries.at(-1)?.seq ?? 0) + 1, ...entry }
      if (options.file !== undefined) appendLine(options.file, numbered)
      entries.push(numbered)
      index(numbered)
      for (const listener of listeners) listener(numbered)
      return numbered
    },
    list: (filter = {}) => entries.filter((entry) => isWanted(entry, filter)),
    findBySeq: (seq) => bySeq.get(seq),
    findById: (provider, id) => byId.get(idOf(provider, id)),
    findByIdempotencyKey: (account, key) => byKey.get(keyOf(account, key)),
    onAppend: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const idOf = (provider: ProviderName, id: string): string => `${provider} ${id}`
const keyOf = (account: string, key: string): string => `${account} ${key}`

const isWanted = (entry: Delivery, filter: DeliveryFilter): boolean =>
  (filter.provider === undefined || entry.provider === filter.provider) &&
  (filter.outcome === undefined || entry.outcome === filter.outcome) &&
  (filter.afterSeq === undefined || entry.seq > filter.afterSeq) &&
  (filter.sinceMs === undefined || Date.parse(entry.receivedAt) >= filter.sinceMs)
