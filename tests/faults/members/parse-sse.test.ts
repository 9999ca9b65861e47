import { expect, test } from 'vitest'
import { parseSse, type SseMessage } from './parse-sse.ts'

async function parsed(...chunks: string[]): Promise<SseMessage[]> {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
  const messages: SseMessage[] = []
  for await (const message of parseSse(body, () => {})) messages.push(message)
  return messages
}

test('a message has its id and data, however it is cut', async () => {
  const expected = [{ event: 'message', id: 'e1.a.1', data: '{"seq":1}' }]
  expect(await parsed('id: e1.a.1\ndata: {"seq":1}\n\n')).toEqual(expected)
  expect(await parsed('id: e1.', 'a.1\nda', 'ta: {"seq":1}\n', '\n')).toEqual(expected)
})

test('a name is kept, comments and pauses are no messages', async () => {
  expect(await parsed(': still here\n\n', 'retry: 900\n\n', 'event: reconnect\ndata: {}\n\n')).toEqual([
    { event: 'reconnect', id: undefined, data: '{}' },
  ])
})

test('what never ended is not a message', async () => {
  expect(await parsed('id: e1.a.1\ndata: {"seq":1}\n')).toEqual([])
})
