import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { deriveProviderSecrets, type ProviderSecrets } from '../provider-secrets.ts'
import { newSecret } from '../tokens.ts'
import { createParts } from './create-parts.ts'
import { createSimulator } from './create-simulator.ts'

export interface RunningSimulator extends AsyncDisposable {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/**
 * Listens on loopback only; port 0 takes a free one. Without a file nothing is kept; without a site no webhook is
 * sent until one is named (`PUT /api/site`); without secrets nobody can verify what is sent.
 */
export async function serveSimulator(options: {
  readonly port: number
  readonly file?: string
  readonly site?: string
  readonly secrets?: ProviderSecrets
  readonly clock?: () => number
}): Promise<RunningSimulator> {
  const parts = createParts({
    file: options.file,
    site: options.site ?? null,
    secrets: options.secrets ?? deriveProviderSecrets(newSecret()),
    clock: options.clock ?? Date.now,
  })
  const { server, port } = await listen(createSimulator(parts).fetch, options.port)
  const close = () => {
    parts.dispatcher.close()
    return stop(server)
  }
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
