import { z } from 'zod'
import { say } from './mode.ts'
import { median, round } from './statistics.ts'

/** `cpuSPerMillion`: processor seconds of the measured process per million operations. */
export const measured = z.object({ opsPerS: z.number(), cpuSPerMillion: z.number() })
export type Measured = Readonly<z.infer<typeof measured>>

/**
 * Measures every subject in turn, again and again (ours, peer, limit, ours, …), so that a slow moment of the machine
 * falls on all of them; answers the median of each.
 */
export async function measureInRounds<N extends string>(
  rounds: number,
  subjects: Readonly<Record<N, () => Promise<Measured>>>,
): Promise<Record<N, Measured>> {
  const names = keysOf(subjects)
  const results = new Map<N, Measured[]>(names.map((name) => [name, []]))
  for (let turn = 1; turn <= rounds; turn += 1) {
    for (const name of names) {
      const result = await subjects[name]()
      results.get(name)?.push(result)
      say(`  round ${turn}/${rounds} ${name.padEnd(26)} ${Math.round(result.opsPerS).toLocaleString('en')} ops/s`)
    }
  }
  return mapRecord(names, (name) => medianOf(results.get(name) ?? []))
}

const medianOf = (all: readonly Measured[]): Measured => ({
  opsPerS: Math.round(median(all.map(({ opsPerS }) => opsPerS))),
  cpuSPerMillion: round(median(all.map(({ cpuSPerMillion }) => cpuSPerMillion))),
})

export function keysOf<N extends string>(record: Readonly<Record<N, unknown>>): N[] {
  const isName = (name: string): name is N => name in record
  return Object.keys(record).filter(isName)
}

/** A record with the same names, each made from its name. */
export function mapRecord<N extends string, T>(names: readonly N[], make: (name: N) => T): Record<N, T> {
  const made: Partial<Record<N, T>> = {}
  for (const name of names) made[name] = make(name)
  const isWhole = (candidate: Partial<Record<N, T>>): candidate is Record<N, T> =>
    names.every((name) => name in candidate)
  if (!isWhole(made)) throw new TypeError('a name got lost')
  return made
}
