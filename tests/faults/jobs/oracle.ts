/** What somebody asked for through the API, by the id that all its repetitions carry. */
export interface Mutation {
  readonly id: string
  readonly kind: 'conversation' | 'reply'
  readonly isAcknowledged: boolean
}

/** A mutation as Postgres has it: `subjectId` is the conversation, or the event of the reply. */
export interface StoredMutation {
  readonly id: string
  readonly kind: Mutation['kind']
  readonly subjectId: string
}

/** A row of the outbox. */
export interface LedgerJob {
  readonly id: string
  readonly name: string
  /** The conversation or the message it is about. */
  readonly subjectId: string | null
  readonly outcome: 'done' | 'dead' | 'canceled' | null
}

/** A message that goes out over WhatsApp, as its own ledger has it. */
export interface Reply {
  readonly id: string
  readonly state: string
}

/** What a provider took and acted on: a mail by its idempotency key, a WhatsApp message by our callback data. */
export interface Effect {
  readonly provider: string
  readonly key: string
}

export interface Evidence {
  readonly mutations: readonly Mutation[]
  readonly stored: readonly StoredMutation[]
  readonly jobs: readonly LedgerJob[]
  readonly replies: readonly Reply[]
  readonly effects: readonly Effect[]
}

/** Besides `enqueued` and `effects`, which say how much was looked at, all zero where nothing went wrong. */
export interface Verdict {
  /** Jobs that reach a provider, and what the providers took of theirs. */
  readonly enqueued: number
  readonly effects: number
  /** Neither dead nor called off, and its effect never happened. */
  readonly lost: number
  /** Effects beyond the first. */
  readonly doubled: number
  /** Effects that no job asked for. */
  readonly foreign: number
  /** Acknowledged, but not stored; or there more than once. */
  readonly unstored: number
  readonly storedTwice: number
  /** Stored without one of its jobs. */
  readonly unqueued: number
  /** Jobs without an end. */
  readonly unfinished: number
  readonly dead: number
  /** WhatsApp took it and the ledger does not say so; or it was called off, and happened. */
  readonly unreconciled: number
  /** WhatsApp never took it, and nobody can know: shown to the staff as such, never sent again by itself. */
  readonly unsure: number
}

/** Which jobs a stored mutation must have. */
const jobsOf: Readonly<Record<Mutation['kind'], readonly string[]>> = {
  conversation: ['email-firm-new-conversation', 'email-visitor-new-conversation'],
  reply: ['whatsapp-send'],
}
const reachesProvider = new Set(Object.values(jobsOf).flat())
const settled = new Set(['sent', 'delivered', 'read'])

export function judge(evidence: Evidence): Verdict {
  const { mutations, stored, jobs, effects } = evidence
  const taken = countBy(effects.map(({ key }) => key))
  const asked = jobs.filter(({ name }) => reachesProvider.has(name))
  const found = asked.map((job) => judgeJob(job, evidence, taken))
  const askedKeys = new Set(asked.map(keyOf))
  const known = new Set(jobs.flatMap((job) => [job.id, keyOf(job)]))
  const storedTimes = countBy(stored.map(({ id }) => id))
  const jobsAbout = new Set(jobs.map(({ name, subjectId }) => `${name} ${subjectId}`))
  const missing = ({ kind, subjectId }: StoredMutation): number =>
    jobsOf[kind].filter((name) => !jobsAbout.has(`${name} ${subjectId}`)).length
  return {
    enqueued: found.length,
    effects: effects.filter(({ key }) => askedKeys.has(key)).length,
    lost: found.filter((end) => end === 'lost').length,
    doubled: sum([...taken.values()].map((times) => times - 1)),
    foreign: effects.filter(({ key }) => !known.has(key)).length,
    unstored: mutations.filter(({ id, isAcknowledged }) => isAcknowledged && !storedTimes.has(id)).length,
    storedTwice: [...storedTimes.values()].filter((times) => times > 1).length,
    unqueued: sum(stored.map(missing)),
    unfinished: jobs.filter(({ outcome }) => outcome === null).length,
    dead: jobs.filter(({ outcome }) => outcome === 'dead').length,
    unreconciled: found.filter((end) => end === 'unreconciled').length,
    unsure: found.filter((end) => end === 'unsure').length,
  }
}

/** @param allowed what the scenario says may come of its fault */
export function isFaultless(verdict: Verdict, allowed: Partial<Pick<Verdict, 'dead' | 'unsure'>> = {}): boolean {
  const { enqueued: _, effects: __, dead, unsure, ...faults } = verdict
  return (
    Object.values(faults).every((count) => count === 0) &&
    dead <= (allowed.dead ?? 0) &&
    unsure <= (allowed.unsure ?? 0)
  )
}

type End = 'as it should' | 'lost' | 'unreconciled' | 'unsure'

function judgeJob(job: LedgerJob, { replies }: Evidence, taken: ReadonlyMap<string, number>): End {
  const hasEffect = taken.has(keyOf(job))
  if (job.outcome === 'canceled') return hasEffect ? 'unreconciled' : 'as it should'
  if (job.name !== 'whatsapp-send') return hasEffect || job.outcome === 'dead' ? 'as it should' : 'lost'
  const state = replies.find(({ id }) => id === job.subjectId)?.state ?? 'none'
  if (hasEffect) return settled.has(state) ? 'as it should' : 'unreconciled'
  if (state === 'unknown') return 'unsure'
  return job.outcome === 'dead' && !settled.has(state) ? 'as it should' : 'lost'
}

/** A mail carries its job's id, a WhatsApp message its own. */
const keyOf = ({ id, name, subjectId }: LedgerJob): string => (name === 'whatsapp-send' ? (subjectId ?? id) : id)

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
