import { expect } from '@playwright/test'
import { test } from './support/test.ts'

/** Each test is a client of its own: 192.0.2.0/24 is set aside for documentation. */
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

test('the 101st catalogue call of a minute is refused with 429, over REST and over tRPC', async ({ request }) => {
  const client = from('192.0.2.1')
  for (let call = 1; call <= 100; call += 1) {
    const granted = await request.get('/api/products', client)
    expect(granted.status()).toBe(200)
    expect(granted.headers()['x-ratelimit-remaining']).toBe(String(100 - call))
  }

  const refused = await request.get('/api/products', client)
  expect(refused.status()).toBe(429)
  expect(refused.headers()).toMatchObject({
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': expect.stringMatching(/^\d{10}$/),
    'ratelimit-policy': '"products";q=100;w=60',
    ratelimit: expect.stringMatching(/^"products";r=0;t=\d+$/),
    'retry-after': expect.stringMatching(/^[1-9]\d?$/),
  })

  const typed = await request.get('/api/trpc/products.list?input=%7B%22json%22%3A%7B%7D%7D', client)
  expect(typed.status()).toBe(429)
  expect(typed.headers()['retry-after']).toMatch(/^[1-9]\d?$/)
  expect(await typed.json()).toMatchObject({
    error: { json: { data: { code: 'TOO_MANY_REQUESTS', details: { limit: { name: 'products', remaining: 0 } } } } },
  })
})

test('REST answers the catalogue, says 404 and 400 with the field, and describes itself', async ({ request }) => {
  const client = from('192.0.2.2')
  const [first] = await (await request.get('/api/products?area=familia', client)).json()
  expect(await (await request.get(`/api/products/${first.slug}`, client)).json()).toMatchObject({ id: first.id })
  expect((await request.get('/api/products/nao-existe', client)).status()).toBe(404)
  const wrong = await request.get('/api/agents?area=penal', client)
  expect(wrong.status()).toBe(400)
  expect(await wrong.json()).toMatchObject({ error: { code: 'BAD_REQUEST', fields: [{ path: 'area' }] } })
  const document = await (await request.get('/api/openapi.json', client)).json()
  expect(Object.keys(document.paths)).toEqual(['/api/products', '/api/products/{slug}', '/api/agents'])
})

test('health names every part', async ({ request }) => {
  const health = await request.get('/api/health')
  expect(health.status()).toBe(200)
  expect(await health.json()).toMatchObject({ status: 'ok', parts: { database: { status: 'ok' } } })
  expect(await (await request.get('/api/health/redis')).json()).toMatchObject({
    isConnected: true,
    state: { policy: 'noeviction', uptimeSeconds: expect.any(Number) },
  })
})
