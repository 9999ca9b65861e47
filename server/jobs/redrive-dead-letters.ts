import type { Db } from '#db/client.ts'
import {
  type DeadLetter,
  findDeadLetters,
  type Redriven,
  redriveDeadLetters as redriveInDatabase,
} from '#db/queries/dead-letters.ts'
import type { AuditEntry } from '#db/queries/json.ts'
import { newId } from '#server/contracts/ids.ts'
import { checkPayload, type PayloadProblem } from './check-payload.ts'
import { contractOf, isJobName } from './contract-of.ts'
import { readPayload } from './read-payload.ts'
import { wakeRelay } from './wake-relay.ts'

interface Redrive {
  readonly ids: readonly string[]
  /** What was edited, for each of them; absent: each runs with what it had. */
  readonly payload?: unknown
  readonly audit: AuditEntry | null
}

export interface RedriveResult {
  readonly redriven: Redriven
  /** Those that would fail again at once. Ones that somebody has dealt with meanwhile are in neither list. */
  readonly refused: readonly { readonly id: string; readonly problems: readonly PayloadProblem[] }[]
}

/** Runs dead letters again, each as a new job under a new id, after a look at what this release would make of it. */
export async function redriveDeadLetters(
  services: { readonly db: Db } & Parameters<typeof wakeRelay>[0],
  { ids, payload, audit }: Redrive,
): Promise<RedriveResult> {
  const letters = await findDeadLetters(services.db, ids)
  const checked = letters.map((letter) => ({
    letter,
    outcome: payload === undefined ? asItWas(letter) : checkPayload(letter.name, payload),
  }))
  const refused = checked.flatMap(({ letter, outcome }) =>
    outcome.ok ? [] : [{ id: letter.id, problems: outcome.problems }],
  )
  const items = checked.flatMap(({ letter, outcome }) => {
    if (!outcome.ok) return []
    const edit = payload === undefined ? {} : { version: outcome.version, payload: outcome.payload }
    return [{ id: letter.id, newId: newId(), ...edit }]
  })
  const redriven = await redriveInDatabase(services.db, { items, audit })
  if (redriven.length > 0) await wakeRelay(services)
  return { redriven, refused }
}

function asItWas({ name, version, payload }: DeadLetter): ReturnType<typeof checkPayload> {
  if (!isJobName(name)) return checkPayload(name, payload)
  const read = readPayload(name, contractOf(name), { version, payload })
  if (!('unreadable' in read)) return { ok: true, version, payload }
  if (read.unreadable.kind === 'bad_payload') {
    const current = checkPayload(name, payload)
    if (!current.ok) return current
  }
  return { ok: false, problems: [{ path: '', message: read.unreadable.problem }] }
}
