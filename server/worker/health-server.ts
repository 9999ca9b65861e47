import { createServer, type ServerResponse } from 'node:http'
import { listen } from '#server/http/listen.ts'

/** A part by its name; a check that throws counts as false. */
export type Checks = Readonly<Record<string, () => boolean | Promise<boolean>>>

export interface HealthServer {
  /** @returns the port, which differs from the asked one when that was 0 */
  listen(port: number): Promise<number>
  close(): Promise<void>
}

/** What `GET /metrics` answers. */
export interface RenderedMetrics {
  readonly contentType: string
  render(): Promise<string>
}

/**
 * `GET /healthz`: 200 when every part is alive, else 503; the body says which is not. `GET /metrics`: Prometheus' text.
 * For probes inside the network: neither asks who calls.
 */
export function createHealthServer(checks: Checks, metrics?: RenderedMetrics): HealthServer {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') return void answerHealth(response, checks)
    if (request.url === '/metrics' && metrics) return void answerMetrics(response, metrics)
    response.writeHead(404).end()
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

async function answerHealth(response: ServerResponse, checks: Checks): Promise<void> {
  const { isHealthy, body } = await report(checks)
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(isHealthy ? 200 : 503, headers).end(JSON.stringify(body))
}

async function answerMetrics(response: ServerResponse, { contentType, render }: RenderedMetrics): Promise<void> {
  const rendered = await render().catch(() => undefined)
  if (rendered === undefined) return void response.writeHead(503).end()
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(rendered)
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
