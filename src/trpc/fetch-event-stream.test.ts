import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { describe, expect, it, test } from 'vitest'
import { createParser, openEventStream, type StreamedMessage } from './fetch-event-stream.ts'

const eventStream = { 'content-type': 'text/event-stream; charset=utf-8' }

function parse(pieces: readonly string[]): readonly StreamedMessage[] {
  const messages: StreamedMessage[] = []
  const take = createParser((message) => messages.push(message))
  for (const piece of pieces) take(piece)
  return messages
}

const text =
  'retry: 2000\n\n:\n\nid: e1.a.1\ndata: {"a":1}\n\nevent: reconnect\ndata: {}\n\nid: e1.a.2\ndata: x\ndata: y\n\n'
const expected = [
  { id: 'e1.a.1', data: '{"a":1}' },
  { id: 'e1.a.2', data: 'x\ny' },
]

describe('an event stream', () => {
  it('brings events without a name, with their ids and all of their lines', () => {
    expect(parse([text])).toEqual(expected)
  })

  it('brings the same wherever the network cuts it', () => {
    for (let at = 1; at < text.length; at += 1) {
      expect(parse([text.slice(0, at), text.slice(at)])).toEqual(expected)
    }
    expect(parse([...text])).toEqual(expected)
  })

  it('holds back what is not complete', () => {
    expect(parse(['id: 1\ndata: half'])).toEqual([])
  })
})

test('the header says who asks, the cookie stays at home, and the end is told once', async () => {
  await using server = await serve((response) => response.writeHead(200, eventStream).end('id: 1\ndata: one\n\n'))
  const said = await outcome(server.url, { authorization: 'Bearer token' })
  expect(said).toEqual(['open', '1 one', 'end'])
  expect(server.headers()).toMatchObject({ authorization: 'Bearer token', accept: 'text/event-stream' })
  expect(server.headers()).not.toHaveProperty('cookie')
})

test.each([
  ['a refusal', 401, eventStream],
  ['a page that says who runs this network', 200, { 'content-type': 'text/html' }],
])('%s is an end, and nothing opens', async (_what, status, headers) => {
  await using server = await serve((response) => response.writeHead(status, headers).end('data: no\n\n'))
  expect(await outcome(server.url, {})).toEqual(['end'])
})

/** What was told, until the end. */
function outcome(url: string, headers: Record<string, string>): Promise<readonly string[]> {
  const said: string[] = []
  return new Promise((resolve) => {
    openEventStream(url, {
      headers,
      onOpen: () => said.push('open'),
      onMessage: ({ id, data }) => said.push(`${id} ${data}`),
      onEnd: () => resolve([...said, 'end']),
    })
  })
}

async function serve(answer: (response: ServerResponse) => void) {
  let headers: unknown
  const server = createServer((request, response) => {
    headers = request.headers
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    headers: () => headers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
