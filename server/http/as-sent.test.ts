import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { expect, it } from 'vitest'
import { asSent } from './as-sent.ts'
import { isInsideRequest } from './inside-request.ts'

it('a request is judged by what was sent, not by what was added to it since', async () => {
  const seen: { headers: object; isInside: boolean }[] = []
  const server = createServer((incoming, response) => {
    // As Next does.
    incoming.headers['x-forwarded-for'] ??= incoming.socket.remoteAddress
    const sent = asSent(incoming)
    seen.push({ headers: sent.headers, isInside: isInsideRequest(sent) })
    response.end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  for (const headers of [{}, { 'X-Forwarded-For': '203.0.113.7' }]) {
    const [response] = await once(request({ host: '127.0.0.1', port, headers, agent: false }).end(), 'response')
    response.resume()
  }
  server.close()
  expect(seen.map(({ isInside }) => isInside)).toEqual([true, false])
  expect(seen[1]?.headers).toMatchObject({ 'x-forwarded-for': '203.0.113.7', host: `127.0.0.1:${port}` })
})
