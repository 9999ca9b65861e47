import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Redis } from 'ioredis'
import { z } from 'zod'

/**
 * Upstash's REST protocol in front of a real redis-server: `POST /` with one command, `/pipeline` and `/multi-exec`
 * with several, a bearer token, `Upstash-Encoding: base64`, answers `{result}` or `{error}`.
 * https://upstash.com/docs/redis/features/restapi
 */
export interface UpstashBridge extends AsyncDisposable {
  readonly url: string
  readonly token: string
  /** HTTP requests so far. */
  requests(): number
  /** Takes requests and answers none, until `resume`. */
  pause(): void
  resume(): void
  /** Does what it is asked from now on, and hangs up instead of answering. */
  hangUp(): void
  /** Stops listening, as a host that is gone. */
  stop(): Promise<void>
}

const command = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)
type Command = z.infer<typeof command>
type Answer = { readonly result: unknown } | { readonly error: string }

export async function startUpstashBridge(redisUrl: string, token = 'the-token-of-the-bridge'): Promise<UpstashBridge> {
  // RESP2, as Upstash speaks: RESP3 would answer maps and doubles.
  const redis = new Redis(redisUrl, { protocol: 2 })
  redis.on('error', () => {})
  let requests = 0
  let hangsUp = false
  let gate = Promise.withResolvers<void>()
  gate.resolve()

  const server = createServer(async (request, response) => {
    requests += 1
    await gate.promise
    if (request.headers.authorization !== `Bearer ${token}`) {
      return send(response, 401, { error: 'WRONGPASS invalid or missing auth token' })
    }
    try {
      const reply = await answer(redis, request)
      if (hangsUp) return response.destroy()
      send(response, reply.status, reply.body)
    } catch (error) {
      send(response, 400, { error: messageOf(error) })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    token,
    requests: () => requests,
    pause: () => {
      gate = Promise.withResolvers()
    },
    resume: () => gate.resolve(),
    hangUp: () => {
      hangsUp = true
    },
    stop,
    async [Symbol.asyncDispose]() {
      gate.resolve()
      await stop()
      redis.disconnect()
    },
  }
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

async function answer(redis: Redis, request: IncomingMessage): Promise<Reply> {
  const encode = request.headers['upstash-encoding'] === 'base64' ? toBase64 : (reply: unknown) => reply
  const body: unknown = JSON.parse(await text(request))
  if (request.url === '/') {
    const result = await run(redis, command.parse(body))
    return { status: 'error' in result ? 400 : 200, body: encoded(result, encode) }
  }
  if (request.url !== '/pipeline' && request.url !== '/multi-exec') return { status: 404, body: { error: 'Not found' } }
  const commands = z.array(command).parse(body)
  const results = await (request.url === '/pipeline' ? pipeline(redis, commands) : transaction(redis, commands))
  return { status: 200, body: results.map((result) => encoded(result, encode)) }
}

const run = (redis: Redis, [name, ...args]: Command): Promise<Answer> =>
  redis.call(String(name), args.map(String)).then(
    (result) => ({ result }),
    (error: unknown) => ({ error: messageOf(error) }),
  )

const pipeline = (redis: Redis, commands: readonly Command[]): Promise<Answer[]> =>
  Promise.all(commands.map((one) => run(redis, one)))

async function transaction(redis: Redis, commands: readonly Command[]): Promise<Answer[]> {
  const multi = redis.multi()
  for (const [name, ...args] of commands) multi.call(String(name), ...args.map(String))
  const replies = (await multi.exec()) ?? []
  return replies.map(([error, result]) => (error ? { error: error.message } : { result }))
}

const encoded = (answered: Answer, encode: (reply: unknown) => unknown): Answer =>
  'error' in answered ? answered : { result: encode(answered.result) }

/** Upstash leaves "OK" as it is; its client expects that. */
function toBase64(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(toBase64)
  return typeof reply === 'string' && reply !== 'OK' ? Buffer.from(reply).toString('base64') : reply
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('The bridge listens nowhere')
  return address.port
}
