import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { answerAuth } from '#server/auth/answer-auth.ts'
import { clientAddress } from '#server/http/client-address.ts'
import { readBody } from '#server/http/read-body.ts'
import { createServices, type Services } from '#server/services.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { command, serveMember } from '../harness/serve-member.ts'

/** The sign-in in a process of its own: what Next's route calls, behind node:http. */
serveMember({
  listen: command(
    z.object({ env: z.record(z.string(), z.string()), hasLimits: z.boolean() }),
    async ({ env, hasLimits }) => {
      const real = createServices(testEnv(env), { name: 'bench' })
      await real.redis.ready()
      return listen(hasLimits ? real : { ...real, limiter: withoutLimits(real.limiter) })
    },
  ),
})

/** Everybody may do everything, and Redis is not asked. */
const withoutLimits = (limiter: Services['limiter']): Services['limiter'] => ({
  ...limiter,
  consume: () => Promise.resolve({ isAllowed: true, decisions: [], grant: undefined }),
})

async function listen(services: Services): Promise<number> {
  const server = createServer((request, response) => {
    answer(services, request, response).catch(() => response.destroy())
  })
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

async function answer(services: Services, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await readBody(request, 16_384)
  const reply = await answerAuth(services, {
    method: request.method ?? 'GET',
    path: (request.url ?? '').split('/').slice(3),
    query: {},
    headers: request.headers,
    body: bytes.length === 0 ? undefined : JSON.parse(bytes.toString()),
    address: clientAddress(request, services.env.TRUSTED_PROXIES),
  })
  for (const [name, value] of reply.headers) response.appendHeader(name, value)
  response.writeHead(reply.status).end(reply.body)
}
