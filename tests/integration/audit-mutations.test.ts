import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditActions, ruleOf } from '#server/contracts/audit.ts'
import { answerRest } from '#server/rest/answer-rest.ts'
import { createContext } from '#server/trpc/context.ts'
import { type AuditWorld, auditedProcedures, createAuditWorld } from '#tests/support/audit/audit-world.ts'
import { mutationScenes } from '#tests/support/audit/mutation-scenes.ts'
import type { Scene } from '#tests/support/audit/scene.ts'

let world: AuditWorld
beforeAll(async () => {
  world = await createAuditWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0'
let lastAddress = 0

interface Called {
  readonly status: number
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** Calls a procedure by its path, and reads the rows that came of it: each call has an address of its own. */
async function call({ path, type }: { path: string; type: string }, { input, cookie }: Scene): Promise<Called> {
  lastAddress += 1
  const address = `203.0.113.${lastAddress}`
  const { services } = world.stack
  const request = { headers: { cookie, 'user-agent': userAgent }, socket: { remoteAddress: address } }
  const method = type === 'query' ? 'GET' : 'POST'
  const { status } = await answerRest({
    route: { path: '', method, procedure: path, summary: '' },
    context: createContext({ services, request }),
    input,
  })
  const rows = await world.sql`
    select action, result, code, via, agent, actor_id as "actorId", call_id as "callId" from public.audit_log
    where ip = ${address} order by id`
  return { status, rows }
}

/** Whether a success leaves a row; what is refused leaves one in any case. */
const isRecorded = (action: string | undefined): boolean =>
  action === undefined || ruleOf(auditedAction(action)).unrecorded === undefined

const isAction = (name: string): name is keyof typeof auditActions => Object.hasOwn(auditActions, name)

function auditedAction(name: string): keyof typeof auditActions {
  if (!isAction(name)) throw new Error(`${name} is no action`)
  return name
}

test('every mutation has a scene in which it succeeds, and every scene its mutation', () => {
  expect(Object.keys(mutationScenes).toSorted()).toEqual(auditedProcedures.map(({ path }) => path).toSorted())
})

describe.each(auditedProcedures)('$path', ({ path, type, action }) => {
  test('is recorded when it is done', async () => {
    const scene = await mutationScenes[path]?.(world)
    if (!scene) throw new Error(`${path} has no scene`)
    const { status, rows } = await call({ path, type }, scene)
    expect(status).toBe(200)
    const row = { action, result: 'ok', code: null, via: 'rest', agent: 'Firefox 133 · Linux' }
    expect(rows).toMatchObject(isRecorded(action) ? Array(scene.rows ?? 1).fill(row) : [])
    expect(new Set(rows.map(({ callId }) => callId)).size).toBe(rows.length > 0 ? 1 : 0)
    if (scene.cookie) expect(rows.filter(({ actorId }) => actorId === null)).toEqual([])
  })

  test('is recorded when it is refused', async () => {
    // Of an input that names nothing, by nobody: those that want neither are done.
    const { status, rows } = await call({ path, type }, { input: { id: 'nothing' } })
    const row =
      status === 200 ? { action, result: 'ok', code: null } : { action, result: 'refused', code: expect.any(String) }
    expect(rows).toMatchObject(status === 200 && !isRecorded(action) ? [] : [{ ...row, actorId: null, via: 'rest' }])
  })
})

/** Every door of the site, and where the audit of what comes through it is. A new one must say it here. */
const doors: Readonly<Record<string, string>> = {
  'agents.ts': 'reads',
  'auth/[...nextauth].ts': 'audit-sign-in.test.ts',
  'auth/sign-out.ts': 'procedure',
  'chat/stream.ts': 'reads',
  'config.ts': 'reads',
  'console/audit.csv.ts': 'audit-export.test.ts',
  'console/queues/[[...path]].ts': 'reads',
  'health/index.ts': 'reads',
  'health/redis.ts': 'reads',
  'metrics.ts': 'reads',
  'openapi.json.ts': 'reads',
  'products/[slug].ts': 'reads',
  'products/index.ts': 'reads',
  'trpc/[trpc].ts': 'procedure',
  'webhooks/[provider].ts': 'audit.test.ts',
}

test('every door of the site is known to the audit', () => {
  const found = readdirSync('src/pages/api', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.tsx?$/.test(name),
  )
  expect(found.toSorted()).toEqual(Object.keys(doors).toSorted())
})

test('docs/audit.md says of what a success leaves no row, and why', () => {
  const page = readFileSync('docs/audit.md', 'utf8')
  const rows = Object.keys(auditActions).flatMap((name) => {
    const why = ruleOf(auditedAction(name)).unrecorded
    return why === undefined ? [] : [`| \`${name}\` | ${why} |`]
  })
  expect(rows.length).toBeGreaterThan(0)
  expect(page.split('\n').filter((line) => rows.some((row) => line.startsWith(row.split(' | ')[0] ?? '')))).toEqual(
    rows,
  )
})
