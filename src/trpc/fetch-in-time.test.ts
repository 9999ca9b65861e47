import { once } from 'node:events'
import { createServer } from 'node:http'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { initTRPC } from '@trpc/server'
import { afterEach, expect, it, vi } from 'vitest'
import { readFailure } from './failure.ts'
import { fetchInTime } from './fetch-in-time.ts'

const t = initTRPC.create()
const router = t.router({ ask: t.procedure.query(() => 'answer'), askMore: t.procedure.query(() => 'more') })

afterEach(() => void vi.restoreAllMocks())

it('takes a line that brings no answer in time for a lost connection, for every call of the batch', async () => {
  await using server = await startServer('silent')
  const timeout = stubTimeout()
  const client = createClient(server.url)
  const patient = client.ask.query(undefined, { signal: new AbortController().signal })
  const calls = Promise.allSettled([patient, client.askMore.query()])
  await server.asked()
  timeout.expire()
  const failures = (await calls).map((call) => (call.status === 'rejected' ? readFailure(call.reason) : call.value))
  expect(failures).toEqual([{ kind: 'offline' }, { kind: 'offline' }])
})

it('takes a body that stops half-way for one, too', async () => {
  await using server = await startServer('half an answer')
  const timeout = stubTimeout()
  const call = fetchInTime(server.url).then((response) => response.text())
  await server.asked()
  timeout.expire()
  await expect(call).rejects.toThrow('timed out')
})

it('lets the caller give up earlier', async () => {
  await using server = await startServer('silent')
  const leaving = new AbortController()
  const call = fetchInTime(server.url, { signal: leaving.signal })
  await server.asked()
  leaving.abort(new Error('left'))
  await expect(call).rejects.toThrow('left')
})

const createClient = (url: string) =>
  createTRPCClient<typeof router>({
    links: [
      httpBatchLink({
        url,
        fetch: (input, { signal = null, ...rest } = {}) => fetchInTime(input, { ...rest, signal }),
      }),
    ],
  })

/** The ten seconds, told by hand. */
function stubTimeout() {
  const aborter = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(aborter.signal)
  return { expire: () => aborter.abort(new DOMException('timed out', 'TimeoutError')) }
}

async function startServer(answer: 'silent' | 'half an answer') {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const server = createServer((_request, response) => {
    if (answer === 'half an answer') response.write('{"half":')
    resolve()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
