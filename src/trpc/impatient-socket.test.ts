import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { createImpatientSocket } from './impatient-socket.ts'

afterEach(() => void vi.useRealTimers())

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

  it('closes as soon as the device says that it has no network', async () => {
    await using server = await startServer({ isDead: true })
    const device = new EventTarget()
    const socket = new (createImpatientSocket(WebSocket, device))(server.url)
    await once(socket, 'open')
    device.dispatchEvent(new Event('offline'))
    const [event] = await once(socket, 'close')
    expect(event).toMatchObject({ code: 1006 })
  })

  it('gives up a handshake that is swallowed', async () => {
    await using line = await startSilentLine()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const socket = new ImpatientSocket(line.url)
    const ends = Promise.all([once(socket, 'error'), once(socket, 'close')])
    await line.reached()
    vi.advanceTimersByTime(7_000)
    vi.advanceTimersByTime(250)
    const [, [event]] = await ends
    expect(event).toMatchObject({ code: 1006 })
  })
})

/** Takes connections and never says a word. */
async function startSilentLine() {
  const { promise: reached, resolve } = Promise.withResolvers<void>()
  const lines = new Set<Socket>()
  const server = createServer((line) => {
    lines.add(line.resume())
    resolve()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${portOf(server.address())}`,
    reached: () => reached,
    [Symbol.asyncDispose]: async () => {
      for (const line of lines) line.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A dead server stops reading as soon as the handshake is done, like a line that was cut. */
async function startServer({ isDead }: { readonly isDead: boolean }) {
  const lines = new Set<Socket>()
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  sockets.on('connection', (_socket, request) => {
    lines.add(request.socket)
    if (isDead) request.socket.pause()
  })
  await once(sockets, 'listening')
  return {
    url: `ws://127.0.0.1:${portOf(sockets.address())}`,
    [Symbol.asyncDispose]: async () => {
      for (const line of lines) line.destroy()
      sockets.close()
      await once(sockets, 'close')
    },
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
