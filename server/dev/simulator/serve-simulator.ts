import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { createSimulator } from './create-simulator.ts'
import { createRules } from './rules.ts'
import { createDeliveryStore } from './store.ts'

export interface RunningSimulator extends AsyncDisposable {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/** Listens on loopback only; port 0 takes a free one. Without a file nothing is kept. */
export async function serveSimulator(options: {
  readonly port: number
  readonly file?: string
  readonly clock?: () => number
}): Promise<RunningSimulator> {
  const store = createDeliveryStore(options.file === undefined ? {} : { file: options.file })
  const app = createSimulator({ store, rules: createRules(), clock: options.clock ?? Date.now })
  const { server, port } = await listen(app.fetch, options.port)
  const close = () => stop(server)
  return { port, url: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close }
}

function listen(fetch: ReturnType<typeof createSimulator>['fetch'], port: number) {
  return new Promise<{ server: Server; port: number }>((resolve, reject) => {
    const options = { fetch, port, hostname: '127.0.0.1' }
    const server = serve(options, (address) => resolve({ server: asHttpServer(server), port: address.port }))
    server.once('error', reject)
  })
}

/** The adapter's type also covers HTTP/2, which is never made here. */
function asHttpServer(server: ReturnType<typeof serve>): Server {
  if ('closeAllConnections' in server) return server
  throw new TypeError('expected an HTTP/1.1 server')
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
