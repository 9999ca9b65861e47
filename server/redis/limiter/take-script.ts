import type { ScriptCall } from '../scripts.ts'
import type { LimitCall, Rule } from './quota.ts'
import type { Standing, Verdict } from './verdict.ts'

/** What take-limits.lua is asked and answers. */
export interface Question {
  readonly call: LimitCall
  readonly takes: boolean
}

/** Neighbours that ask alike are one segment. */
export function segmentsOf(questions: readonly Question[]): ScriptCall {
  const keys: string[] = []
  const args: number[] = []
  let [countAt, like]: [number, Question | undefined] = [0, undefined]
  for (const question of questions) {
    for (const { key } of question.call.quotas) keys.push(key)
    if (like && asksLike(question, like)) {
      args[countAt] = (args[countAt] ?? 0) + 1
      continue
    }
    countAt = args.length
    like = question
    const { call, takes } = question
    args.push(1, call.cost, takes ? 1 : 0, call.quotas.length)
    for (const { rule } of call.quotas) args.push(rule.capacity, rule.spanUs, rule.groupUs, holdMs(rule))
  }
  return { keys, args }
}

function asksLike(one: Question, other: Question): boolean {
  const { quotas, cost } = other.call
  return (
    one.takes === other.takes &&
    one.call.cost === cost &&
    one.call.quotas.length === quotas.length &&
    one.call.quotas.every(({ rule }, index) => rule === quotas[index]?.rule)
  )
}

/** One millisecond longer, for expiry knows no fractions. */
const holdMs = ({ capacity, spanUs, groupUs }: Rule): number =>
  1 + (groupUs > 0 ? spanUs / 1_000 : Math.ceil((2 * capacity * spanUs) / 1_000))

/** @throws when the reply is not one to these questions. */
export function readVerdicts(questions: readonly Question[], reply: readonly number[]): Verdict[] {
  const next = readerOf(reply)
  const nowUs = next()
  return questions.map(({ call }) => {
    const head = next()
    if (head >= 0) return readTaken(call, { head, next, nowUs })
    const standings = call.quotas.map(() => readStanding(next, nowUs))
    return { isAllowed: standings.every(({ retryUs }) => retryUs === 0), standings, isLocal: false }
  })
}

function readerOf(reply: readonly number[]): () => number {
  let at = 0
  return () => {
    const value = reply[at]
    if (value === undefined) throw new Error('Redis answered for fewer limits than it was asked')
    at += 1
    return value
  }
}

interface Taken {
  /** The first of its numbers. */
  readonly head: number
  readonly next: () => number
  readonly nowUs: number
}

/** Of a taken call Redis says the one number per limit from which the rest follows. */
function readTaken({ quotas, cost }: LimitCall, { head, next, nowUs }: Taken): Verdict {
  const standings = quotas.map(({ rule }, index) => {
    const said = index === 0 ? head : next()
    if (rule.groupUs > 0) return { remaining: said, resetUs: rule.spanUs, retryUs: 0, receipt: nowUs }
    const { capacity, spanUs } = rule
    return {
      remaining: Math.floor((capacity * spanUs - said) / spanUs),
      resetUs: said,
      retryUs: 0,
      // The begin of the slot that it took of the time line.
      receipt: nowUs + said - cost * spanUs,
    }
  })
  return { isAllowed: true, standings, isLocal: false }
}

/** Nothing was taken, so nothing can be given back. */
function readStanding(next: () => number, receipt: number): Standing {
  return { remaining: next(), resetUs: next(), retryUs: next(), receipt }
}
