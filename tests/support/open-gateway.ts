import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Env } from '#server/env.ts'
import { createGateway, type Gateway, type GatewayOptions } from '#server/gateway/create-gateway.ts'
import { listen } from '#server/http/listen.ts'
import { createGatewayServices, type GatewayServices } from '#server/services.ts'

export interface OpenGateway extends AsyncDisposable {
  readonly port: number
  readonly gateway: Gateway
  readonly services: GatewayServices
  /** A number of `GET /metrics`, by its name without `plantao_gateway_` and with its labels as they stand there. */
  metric(name: string): Promise<number>
}

/** A gateway in this process with connections of its own, and with other limits where a test needs them. */
export async function openGateway(env: Env, options: GatewayOptions = {}): Promise<OpenGateway> {
  const services = createGatewayServices(env, { name: 'test-gateway' })
  await services.redis.ready()
  const gateway = createGateway(services, options)
  const port = await listen(gateway.server, { port: 0, variable: 'GATEWAY_PORT' })
  return {
    port,
    gateway,
    services,
    async metric(name) {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      const line = text.split('\n').find((candidate) => candidate.startsWith(`plantao_gateway_${name} `))
      return Number(line?.split(' ').at(-1) ?? 0)
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await services.close()
    },
  }
}

export interface RawSocket extends Disposable {
  readonly socket: WebSocket
  /** What the server said, as text. */
  readonly frames: string[]
  /** With which code the socket was closed; 1006 where it was cut. */
  readonly closed: Promise<number>
  say(...values: unknown[]): void
}

interface RawOptions {
  readonly cookie?: string
  readonly origin?: string
  readonly path?: string
  readonly userAgent?: string
}

/** A WebSocket that says what it likes. Resolves once it is open; rejects with the status it was turned away with. */
export async function openRawSocket(
  port: number,
  { cookie, origin, userAgent, path = '/trpc' }: RawOptions = {},
): Promise<RawSocket> {
  const headers = {
    ...(cookie !== undefined && { cookie }),
    ...(userAgent !== undefined && { 'User-Agent': userAgent }),
  }
  const options = { ...(origin !== undefined && { origin }), headers }
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options)
  const frames: string[] = []
  socket.on('message', (data) => frames.push(String(data)))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await once(socket, 'open')
  socket.on('error', () => undefined)
  return {
    socket,
    frames,
    closed,
    say: (...values) => {
      for (const value of values) socket.send(typeof value === 'string' ? value : JSON.stringify(value))
    },
    [Symbol.dispose]: () => socket.terminate(),
  }
}

/** tRPC's frame of a call. */
export const call = (id: number | string, method: string, path: string, input: unknown = {}) => ({
  id,
  method,
  params: { path, input: { json: input } },
})
