import { createServer } from 'node:http'
import { listen } from '#server/http/listen.ts'

/** A part by its name; a check that throws counts as false. */
export type Checks = Readonly<Record<string, () => boolean | Promise<boolean>>>

export interface HealthServer {
  /** @returns the port, which differs from the asked one when that was 0 */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

/** `GET /healthz`: 200 when every part is alive, else 503; the body says which is not. */
export function createHealthServer(checks: Checks): HealthServer {
  const server = createServer((request, response) => {
    if (request.url !== '/healthz') return void response.writeHead(404).end()
    void report(checks).then(({ isHealthy, body }) => {
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      response.writeHead(isHealthy ? 200 : 503, headers).end(JSON.stringify(body))
    })
  })
  return {
    listen: (port) => listen(server, { port, variable: 'WORKER_PORT' }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function report(checks: Checks) {
  const parts = Object.fromEntries(
    await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const)),
  )
  const isHealthy = Object.values(parts).every(Boolean)
  return { isHealthy, body: { status: isHealthy ? 'ok' : 'down', parts } }
}

async function passes(check: Checks[string]): Promise<boolean> {
  try {
    return await check()
  } catch {
    return false
  }
}
