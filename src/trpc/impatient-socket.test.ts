import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { createImpatientSocket } from './impatient-socket.ts'

const ImpatientSocket = createImpatientSocket(WebSocket)

describe('impatient socket', () => {
  it('tells of its end although the other side no longer answers', async () => {
    await using server = await startServer({ isDead: true })
    const socket = new ImpatientSocket(server.url)
    await once(socket, 'open')
    socket.close()
    const [event] = await once(socket, 'close')
    expect(event).toMatchObject({ code: 1006 })
    expect(socket.readyState).toBe(WebSocket.CLOSING)
  })

  it('closes like any other where the other side answers', async () => {
    await using server = await startServer({ isDead: false })
    const socket = new ImpatientSocket(server.url)
    await once(socket, 'open')
    socket.close(1000, 'done')
    const [event] = await once(socket, 'close')
    expect(event).toMatchObject({ code: 1000, wasClean: true })
  })
})

/** A dead server stops reading as soon as the handshake is done, like a line that was cut. */
async function startServer({ isDead }: { readonly isDead: boolean }) {
  const lines = new Set<Socket>()
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  sockets.on('connection', (_socket, request) => {
    lines.add(request.socket)
    if (isDead) request.socket.pause()
  })
  await once(sockets, 'listening')
  const address = sockets.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `ws://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      for (const line of lines) line.destroy()
      sockets.close()
      await once(sockets, 'close')
    },
  }
}
