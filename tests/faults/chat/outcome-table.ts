import type { Outcome } from './scenario.ts'

const columns = [
  'delivered',
  'acknowledged',
  'lost',
  'doubled',
  'reordered',
  'foreign',
  'unstored',
  'storedTwice',
] as const

/** Markdown, so that a run can be put into the documentation as it is. */
export const tableHead = [
  `| Scenario | | ${columns.join(' | ')} | resyncs | connections | notes |`,
  `|---|---|${columns.map(() => '---:').join('|')}|---:|---:|---|`,
].join('\n')

export function formatOutcome({ name, isOk, verdict, resyncs, connections, notes }: Outcome): string {
  const counts = columns.map((column) => verdict[column])
  return `| ${[name, isOk ? 'holds' : 'BROKEN', ...counts, resyncs, connections, notes.join('; ')].join(' | ')} |`
}
