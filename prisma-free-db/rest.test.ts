import { expect, test } from 'vitest'
import { createRestFetch } from './rest.ts'

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const address = 'http://database.example/rest/v1/products?select=id'

/** A server's fetch that records what it was asked. */
function recorded(answer: (path: string) => Response) {
  const asked: string[] = []
  const fetch = async (input: string | URL | Request) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    asked.push(pathname)
    return answer(pathname)
  }
  return { asked, fetch: createRestFetch(fetch) }
}

const bare = (notFound: unknown) => (path: string) => (path === '/products' ? json(200, []) : json(404, notFound))

test.each([[{}], [{ code: 'PGRST125' }]])(
  'a bare PostgREST that answers %j is asked without the prefix',
  async (body) => {
    const { asked, fetch } = recorded(bare(body))
    expect((await fetch(address)).status).toBe(200)
    expect((await fetch(address)).status).toBe(200)
    expect(asked).toEqual(['/rest/v1/products', '/products', '/products'])
  },
)

test('first requests side by side all find the bare server', async () => {
  const { fetch } = recorded(bare({}))
  const answers = await Promise.all([fetch(address), fetch(address), fetch(address)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
})

test('Supabase keeps its prefix, also for a table that is not there', async () => {
  const { asked, fetch } = recorded(() => json(404, { code: '42P01' }))
  expect((await fetch(address)).status).toBe(404)
  expect(asked).toEqual(['/rest/v1/products'])
})

test('a server that is starting decides nothing', async () => {
  let isStarting = true
  const { fetch } = recorded((path) => (isStarting ? json(503, { code: 'PGRST002' }) : bare({})(path)))
  expect((await fetch(address)).status).toBe(503)
  isStarting = false
  expect((await fetch(address)).status).toBe(200)
})
