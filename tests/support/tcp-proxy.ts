import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Between a client and a server of this machine; can swallow what both say without hanging up. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Nothing passes any more and nobody is told, as when a firewall forgets a connection. New ones are swallowed too. */
  blackHole(): void
  /** Lets new connections through; those of the black hole stay dead. */
  restore(): void
  /** Cuts every connection by RST, as a middlebox does. */
  reset(): void
  /** Ends every connection in order (FIN), without a word of the protocol above. */
  end(): void
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let isBlackHole = false
  const sockets = new Set<Socket>()

  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    if (isBlackHole) return void near.pause()
    near.pipe(far)
    far.pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    blackHole() {
      isBlackHole = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    restore() {
      isBlackHole = false
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    end() {
      for (const socket of sockets) socket.end()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
