import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAudit } from '#db/queries/audit.ts'
import { newId } from '#server/contracts/ids.ts'
import { sendAuditCsv } from '#server/rest/send-audit-csv.ts'
import { createContext } from '#server/trpc/context.ts'
import { type AuditWorld, createAuditWorld } from '#tests/support/audit/audit-world.ts'
import { givenPerson } from '#tests/support/people.ts'

const rowsWritten = 2_500

let world: AuditWorld
let server: Server
let url: string

beforeAll(async () => {
  world = await createAuditWorld()
  const { services } = world.stack
  server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', 'http://localhost')
    const query = Object.fromEntries(address.searchParams)
    void sendAuditCsv({ request, response, query, context: createContext({ services, request }) })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  await world[Symbol.asyncDispose]()
})

const download = async (query: Readonly<Record<string, string>>, cookie?: string, method = 'GET') => {
  const headers = cookie === undefined ? {} : { cookie }
  return fetch(`${url}/?${new URLSearchParams(query)}`, { method, headers })
}

const exportsBy = async (actor: string) => {
  const { rows } = await listAudit(world.stack.services.db, { filter: { actor, action: 'audit.export' }, limit: 50 })
  return rows.map(({ result, code, details }) => ({ result, code, details }))
}

async function givenRows(actorId: string, count: number): Promise<void> {
  await world.sql`
    insert into public.audit_log (action, actor_id, at, details)
    select 'product.update', ${actorId}, now() - n * interval '1 second', jsonb_build_object('n', n)
    from generate_series(1, ${count}) as n`
}

test('an admin gets every row that matches, newest first and each once, and the download is written down', async () => {
  const actor = await givenPerson(world.sql, { name: '=HYPERLINK("http://x")', role: 'lawyer' })
  await givenRows(actor, rowsWritten)
  const answer = await download({ actor, action: 'product.update' }, await world.adminCookie())
  expect(answer.status).toBe(200)
  expect(answer.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="auditoria-\d{4}-\d\d-\d\d\.csv"$/)
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  const [head, ...lines] = (await answer.text()).split('\r\n')
  expect(head).toMatch(/^Quando,Resultado/)
  expect(lines.pop()).toBe('')
  expect(lines.map((line) => Number(/""n"":(\d+)/.exec(line)?.[1]))).toEqual(
    Array.from({ length: rowsWritten }, (_, index) => index + 1),
  )
  expect(lines.filter((line) => line.includes(`"'=HYPERLINK(""http://x"")"`))).toHaveLength(rowsWritten)
  expect((await exportsBy(world.adminId))[0]).toEqual({
    ...{ result: 'ok', code: null, details: { actor, action: 'product.update' } },
  })
})

test('nobody else gets a row, and the attempt is written down', async () => {
  for (const role of ['lawyer', 'attendant', 'client'] as const) {
    const userId = newId()
    const answer = await download({}, await world.stack.signIn({ userId, role }))
    expect([role, answer.status]).toEqual([role, 403])
    expect(await answer.json()).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await exportsBy(userId)).toEqual([{ result: 'refused', code: 'FORBIDDEN', details: {} }])
  }
  expect((await download({})).status).toBe(401)
  expect((await exportsBy('nobody'))[0]).toMatchObject({ result: 'refused', code: 'UNAUTHORIZED' })
})

test.each([
  { actor: 'joana@correio.example' },
  { from: 'yesterday' },
  { subjectId: '5521987654321' },
  { result: 'ok; drop table' },
])('a filter that is none is refused: %o', async (query) => {
  const answer = await download(query, await world.adminCookie())
  expect(answer.status).toBe(400)
})

test('only GET downloads', async () => {
  expect((await download({}, await world.adminCookie(), 'POST')).status).toBe(405)
})

test('the head speaks the reader’s language', async () => {
  const actor = newId()
  const answer = await download({ actor, locale: 'en' }, await world.adminCookie())
  expect(await answer.text()).toMatch(/^When,Result,.*\r\n$/)
})
