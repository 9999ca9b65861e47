import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type CacheFleet, startCacheFleet } from './harness/cache-fleet.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { mapRecord } from './harness/rounds.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { createRandom } from './harness/zipf.ts'
import type { CacheSubjectName } from './subjects/cache-subject.ts'

const interleavings = amount(1_000, 60)
const atOnce = 25
const processes = 4
/** Random moments of reads and of the change lie within this span, and so do the loads' lengths. */
const spanMs = 60
/** By then a message has reached every process whose connection is alive. */
const deliveryMs = 100
const subjects = ['plantao', 'bentocache', 'cacheable', 'layered_loader'] as const

const fewest = { stale: 0, staleHere: 0, staleAtOnce: 0 }

/**
 * 1 000 times: four processes read one key at random moments, with loads of random length; in between one of them
 * commits a new version and invalidates. Whoever reads after that must see it.
 */
export async function run(): Promise<Report> {
  await installPeers()
  await using servers = await startBenchServers()
  const found = new Map<CacheSubjectName, Found>()
  for (const subject of subjects) found.set(subject, await race(subject, servers))
  const of = (name: CacheSubjectName): Found => found.get(name) ?? fewest
  return {
    metrics: {
      interleavings,
      processes,
      stale_serves: of('plantao').stale,
      stale_serves_in_the_process_that_invalidated: of('plantao').staleHere,
      stale_serves_before_the_message_arrived: of('plantao').staleAtOnce,
      stale_serves_of: mapRecord(subjects, (name) => of(name).stale),
      stale_serves_in_the_process_that_invalidated_of: mapRecord(subjects, (name) => of(name).staleHere),
      stale_serves_before_the_message_arrived_of: mapRecord(subjects, (name) => of(name).staleAtOnce),
      reads_checked: interleavings * processes,
    },
    ratios: {},
  }
}

interface Found {
  /** Reads begun `deliveryMs` after the invalidation resolved, of which one per process is made, that were older. */
  readonly stale: number
  /** The same at once after it, in the process that invalidated. */
  readonly staleHere: number
  /** The same at once after it, in the others. */
  readonly staleAtOnce: number
}

async function race(subject: CacheSubjectName, servers: BenchServers): Promise<Found> {
  await using fleet = await startCacheFleet({ subject, servers, processes })
  const results: Found[] = []
  for (let first = 0; first < interleavings; first += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, interleavings - first) }, (_, offset) => first + offset)
    results.push(...(await Promise.all(batch.map((turn) => interleave(fleet, turn)))))
  }
  const sum = (pick: (found: Found) => number) => results.reduce((total, found) => total + pick(found), 0)
  const total = {
    stale: sum((it) => it.stale),
    staleHere: sum((it) => it.staleHere),
    staleAtOnce: sum((it) => it.staleAtOnce),
  }
  say(
    `  ${subject.padEnd(16)} stale ${total.stale} of ${interleavings * processes}; at once: same process ${total.staleHere}, others ${total.staleAtOnce}`,
  )
  return total
}

async function interleave(fleet: CacheFleet, turn: number): Promise<Found> {
  const random = createRandom(turn + 1)
  const id = `race-${turn}`
  const changer = fleet.members[Math.floor(random() * processes)]
  if (!changer) throw new Error('no member')
  const reading = Promise.all(
    fleet.members.map((member, index) =>
      member.ask('readAround', { id, reads: 3, spanMs, loadMs: spanMs, seed: turn * 31 + index }, z.unknown()),
    ),
  )
  await sleep(random() * spanMs)
  const version = await changer.ask('change', { id }, z.number())
  const isOld = async (member: (typeof fleet.members)[number]) =>
    (await member.ask('read', { id, loadMs: 1 }, z.number())) < version ? 1 : 0
  const atOnceAfter = await Promise.all(fleet.members.map(async (member) => ({ member, old: await isOld(member) })))
  await reading
  await sleep(deliveryMs)
  const later = await Promise.all(fleet.members.map(isOld))
  const sumOf = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    stale: sumOf(later),
    staleHere: sumOf(atOnceAfter.filter(({ member }) => member === changer).map(({ old }) => old)),
    staleAtOnce: sumOf(atOnceAfter.filter(({ member }) => member !== changer).map(({ old }) => old)),
  }
}
