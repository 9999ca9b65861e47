import type { Outcome } from './scenario.ts'

const columns = [
  'enqueued',
  'effects',
  'lost',
  'doubled',
  'foreign',
  'unstored',
  'storedTwice',
  'unqueued',
  'unfinished',
  'unreconciled',
  'dead',
  'unsure',
] as const

/** Markdown, so that a run can be put into the documentation as it is. */
export const tableHead = [
  `| Scenario | | ${columns.join(' | ')} | s | notes |`,
  `|---|---|${columns.map(() => '---:').join('|')}|---:|---|`,
].join('\n')

export function formatOutcome({ name, isOk, verdict, seconds, notes }: Outcome): string {
  const counts = columns.map((column) => verdict[column])
  return `| ${[name, isOk ? 'holds' : 'BROKEN', ...counts, seconds, notes.join('; ')].join(' | ')} |`
}
