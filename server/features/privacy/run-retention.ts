import { DatabaseUnavailableError } from '#db/errors.ts'
import { applyRetention, countRetentionDue, listPeopleDue, recordRetentionRun } from '#db/queries/retention.ts'
import { newId } from '../../contracts/ids.ts'
import type { RetentionResult } from '../../contracts/privacy.ts'
import { type RetentionRule, type RetentionRuleName, retentionRules } from '../../contracts/retention.ts'
import type { Services } from '../../services.ts'
import type { AuditedContext } from '../../trpc/middleware/audited.ts'
import { erasePerson } from './erase-person.ts'

const ruleNames = Object.keys(retentionRules).filter((name): name is RetentionRuleName =>
  Object.hasOwn(retentionRules, name),
)

/** What a run at this moment would find, and leaves everything as it is. */
export async function measureRetention({ db }: Pick<Services, 'db'>): Promise<RetentionResult[]> {
  const due = await countRetentionDue(db)
  return ruleNames.map((rule) => ({ rule, due: due[rule] ?? 0, done: null }))
}

/** The same, kept among the reports. */
export async function reportDryRun({ services, audit }: AuditedContext): Promise<RetentionResult[]> {
  const results = await measureRetention(services)
  await recordRetentionRun(services.db, { id: newId(), isDry: true, results, audit })
  return results
}

/**
 * Applies every rule that no other job does. What is left when `signal` stops it goes the next night; so does whatever
 * failed: neither a person nor a rule keeps the others from their turn. Rejects while the database is away.
 */
export async function applyRules(services: Services, signal: AbortSignal): Promise<RetentionResult[]> {
  const measured = await measureRetention(services)
  const results: RetentionResult[] = []
  for (const result of measured) results.push({ ...result, ...(await applyRule(services, result.rule, signal)) })
  return results
}

type Applied = Pick<RetentionResult, 'done' | 'failed'>

async function applyRule(services: Services, rule: RetentionRuleName, signal: AbortSignal): Promise<Applied> {
  const { by }: RetentionRule = retentionRules[rule]
  if (by === 'erasing') return eraseDue(services, rule, signal)
  return typeof by === 'string' ? clearDue(services, rule, signal) : { done: null }
}

const peopleAtOnce = 200
const rowsAtOnce = 2_000

async function eraseDue(services: Services, rule: RetentionRuleName, signal: AbortSignal): Promise<Applied> {
  let done = 0
  let failed = 0
  let after: string | null = null
  do {
    const people = await listPeopleDue(services.db, { rule, after, limit: peopleAtOnce })
    for (const profileId of people) {
      if (signal.aborted) break
      if (await eraseOne(services, profileId)) done += 1
      else failed += 1
    }
    after = people.length === peopleAtOnce ? (people.at(-1) ?? null) : null
  } while (after !== null && !signal.aborted)
  return applied(done, failed)
}

async function eraseOne(services: Services, profileId: string): Promise<boolean> {
  const audit = { action: 'privacy.retention', actorId: null, ip: null, via: 'job' } as const
  try {
    await erasePerson(services, { profileId, audit })
    return true
  } catch (error) {
    tellOf(services, error, 'a person past their time could not be erased')
    return false
  }
}

async function clearDue(services: Services, rule: RetentionRuleName, signal: AbortSignal): Promise<Applied> {
  let done = 0
  try {
    for (let batch = rowsAtOnce; batch === rowsAtOnce && !signal.aborted; done += batch) {
      batch = await applyRetention(services.db, { rule, limit: rowsAtOnce })
    }
    return { done }
  } catch (error) {
    tellOf(services, error, 'a retention rule could not be applied')
    return applied(done, 1)
  }
}

const applied = (done: number, failed: number): Applied => (failed > 0 ? { done, failed } : { done })

function tellOf({ log }: Services, error: unknown, what: string): void {
  if (error instanceof DatabaseUnavailableError) throw error
  log.error({ err: error }, what)
}
