import { once } from 'node:events'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { textFrame } from './text-frame.ts'

/** Each at a border of the three ways in which a frame says its length. */
it.each([1, 125, 126, 127, 65_535, 65_536, 70_000])(
  'frames a text of %i bytes as a client reads it',
  async (length) => {
    const text = 'x'.repeat(length)
    expect(await sendAndRead(textFrame(text))).toEqual([text, false])
  },
)

it('counts bytes, not characters', async () => {
  const text = 'é🙂'.repeat(21)
  expect(await sendAndRead(textFrame(text))).toEqual([text, false])
})

/** What a real client makes of it, and whether it takes it for binary. */
async function sendAndRead(frame: Buffer): Promise<[string, boolean]> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (_client, request) => request.socket.write(frame))
  await once(server, 'listening')
  const address = server.address()
  const client = new WebSocket(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  const [data, isBinary] = await once(client, 'message')
  client.terminate()
  server.close()
  return [String(data), isBinary]
}
