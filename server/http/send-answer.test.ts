import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { sendAnswer } from './send-answer.ts'

const shared = 'public, max-age=0, s-maxage=10'

/** What a client gets of one answer, over real HTTP. */
async function get(prepare: (response: ServerResponse) => void, ifNoneMatch?: string): Promise<Response> {
  const server = createServer((request, response) => {
    prepare(response)
    sendAnswer({ request, response }, '{"a":1}')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    return await fetch(`http://127.0.0.1:${port}/`, { headers: ifNoneMatch ? { 'if-none-match': ifNoneMatch } : {} })
  } finally {
    server.close()
  }
}

const forAll = (response: ServerResponse) => response.setHeader('Cache-Control', shared)

describe('an answer that others may keep', () => {
  it('carries an ETag, and is 304 without a body to whoever names it', async () => {
    const etag = (await get(forAll)).headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[\w-]{27}"$/)
    for (const known of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
      const answer = await get(forAll, known)
      expect(answer.status).toBe(304)
      expect(await answer.text()).toBe('')
      expect(answer.headers.get('cache-control')).toBe(shared)
      expect(answer.headers.get('etag')).toBe(etag)
    }
  })

  it('is sent to whoever names another', async () => {
    const answer = await get(forAll, 'W/"other"')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ a: 1 })
  })
})

describe('an answer for one caller', () => {
  it('carries no ETag and is never 304', async () => {
    const answer = await get((response) => response.setHeader('Cache-Control', 'no-store'), '*')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBeNull()
  })

  it('is whatever sets a cookie', async () => {
    const answer = await get((response) => forAll(response).setHeader('Set-Cookie', 'a=b'), '*')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('etag')).toBeNull()
  })
})
