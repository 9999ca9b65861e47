import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Delivery, delivery, type Outcome, type ProviderName } from './deliveries.ts'

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
  const entries = options.file === undefined ? [] : readEntries(options.file)
  const listeners = new Set<(entry: Delivery) => void>()
  const findAccepted = (isMatch: (entry: Delivery) => boolean) =>
    entries.findLast((entry) => entry.outcome === 'accepted' && isMatch(entry))
  return {
    append: (entry) => {
      const numbered = { seq: (entries.at(-1)?.seq ?? 0) + 1, ...entry }
      if (options.file !== undefined) appendFileSync(options.file, `${JSON.stringify(numbered)}\n`)
      entries.push(numbered)
      for (const listener of listeners) listener(numbered)
      return numbered
    },
    list: (filter = {}) => entries.filter((entry) => isWanted(entry, filter)),
    findBySeq: (seq) => entries.find((entry) => entry.seq === seq),
    findById: (provider, id) => findAccepted((entry) => entry.provider === provider && entry.id === id),
    findByIdempotencyKey: (account, key) =>
      findAccepted((entry) => entry.account === account && entry.idempotencyKey === key),
    onAppend: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const isWanted = (entry: Delivery, filter: DeliveryFilter): boolean =>
  (filter.provider === undefined || entry.provider === filter.provider) &&
  (filter.outcome === undefined || entry.outcome === filter.outcome) &&
  (filter.afterSeq === undefined || entry.seq > filter.afterSeq) &&
  (filter.sinceMs === undefined || Date.parse(entry.receivedAt) >= filter.sinceMs)

function readEntries(file: string): Delivery[] {
  mkdirSync(path.dirname(file), { recursive: true })
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  // kill -9 can cut the last line short: ending it keeps the next one whole.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n')
  return text.split('\n').flatMap(parseLine)
}

function parseLine(line: string): Delivery[] {
  try {
    const parsed = delivery.safeParse(JSON.parse(line))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}
