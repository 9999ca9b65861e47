import type { Server } from 'node:http'

interface ListenOptions {
  readonly port: number
  /** The variable that sets the port, for the message when it is taken. */
  readonly variable: string
}

/** Listens on every interface. @returns the port, which differs from the asked one when that was 0 */
export function listen(server: Server, { port, variable }: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, { port, variable })))
    server.listen(port, () => resolve(portOf(server)))
  })
}

function explain(error: Error, { port, variable }: ListenOptions): Error {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  return isTaken ? new Error(`port ${port} is taken by another program: free it, or set ${variable}`) : error
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
