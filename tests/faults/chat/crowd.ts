import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { readHead } from '#db/queries/messages.ts'
import { startMember } from '#tests/bench/harness/members.ts'
import { calmWays } from './place-people.ts'
import type { Scene } from './scene.ts'

const look = z.object({
  /** Connected now, and of those, how many have shown the head. */
  open: z.int(),
  atHead: z.int(),
  /** Ever: `count` where nobody was cut. */
  connections: z.int(),
  skipped: z.int(),
  repeated: z.int(),
  resyncs: z.int(),
})
export type CrowdLook = z.output<typeof look>

/** Very many who watch one conversation. */
export interface Crowd extends AsyncDisposable {
  readonly count: number
  /** @param headSeq who has shown this number is at the head. */
  look(headSeq: number): Promise<CrowdLook>
  stopReading(): Promise<void>
  readAgain(): Promise<void>
}

interface CrowdOptions {
  readonly count: number
  readonly conversationId: string
  readonly cookies: readonly string[]
}

const anything = z.unknown()

export async function gatherCrowd(scene: Scene, { count, conversationId, cookies }: CrowdOptions): Promise<Crowd> {
  const member = await startMember('crowd', 'tests/faults/members')
  await member.ask(
    'gather',
    { gateways: calmWays(scene.world), conversationId, cookies, count, seed: scene.seed },
    anything,
  )
  return {
    count,
    look: (headSeq) => member.ask('look', { headSeq }, look),
    stopReading: async () => void (await member.ask('stopReading', {}, anything)),
    readAgain: async () => void (await member.ask('readAgain', {}, anything)),
    [Symbol.asyncDispose]: () => member[Symbol.asyncDispose](),
  }
}

/** Sessions of as many colleagues: a person may have 30 sockets on a gateway, so that a crowd needs many. */
export async function crowdCookies({ world: { services } }: Scene, people: number): Promise<string[]> {
  if (!services.db.sql) throw new Error('the fault runs need the direct way to Postgres')
  const rows = Array.from({ length: people }, () => {
    const id = randomUUID()
    return { id, name: 'one of many', role: 'attendant', email: `${id}@faults.example` }
  })
  await services.db.sql`insert into public.profiles ${services.db.sql(rows)}`
  const cookies: string[] = []
  // Not all at once: a Redis command has half a second, also on a busy machine.
  while (cookies.length < people) {
    const some = rows.slice(cookies.length, cookies.length + 50)
    const sessions = await Promise.all(
      some.map(({ id }) => services.sessions.create({ userId: id, role: 'attendant' })),
    )
    cookies.push(...sessions.map(({ token }) => `plantao_session=${token}`))
  }
  return cookies
}

/** Resolves when everyone is there and has shown the conversation's head; rejects after `withinMs`. */
export async function crowdAtHead(scene: Scene, crowds: readonly Crowd[], options: CrowdWait): Promise<CrowdLook> {
  const { conversationId, withinMs = 60_000, everyMs = 200 } = options
  const count = crowds.reduce((sum, crowd) => sum + crowd.count, 0)
  const deadlineMs = performance.now() + withinMs
  for (;;) {
    const headSeq = (await readHead(scene.world.services.db, conversationId)) ?? 0
    const found = addUp(await Promise.all(crowds.map((crowd) => crowd.look(headSeq))))
    options.onLook?.(found)
    if (found.atHead === count) return found
    if (performance.now() > deadlineMs) throw new Error(`${found.atHead} of ${count} at the head, ${found.open} there`)
    await scene.sleep(everyMs)
  }
}

interface CrowdWait {
  readonly conversationId: string
  readonly withinMs?: number
  readonly everyMs?: number
  readonly onLook?: (found: CrowdLook) => void
}

export function addUp(looks: readonly CrowdLook[]): CrowdLook {
  const total = (of: (one: CrowdLook) => number): number => looks.reduce((sum, one) => sum + of(one), 0)
  return {
    open: total(({ open }) => open),
    atHead: total(({ atHead }) => atHead),
    connections: total(({ connections }) => connections),
    skipped: total(({ skipped }) => skipped),
    repeated: total(({ repeated }) => repeated),
    resyncs: total(({ resyncs }) => resyncs),
  }
}

export function expectFaultless({ skipped, repeated }: CrowdLook): void {
  if (skipped + repeated > 0) throw new Error(`in the crowd ${skipped} were lost and ${repeated} came again`)
}
