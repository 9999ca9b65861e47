import { once } from 'node:events'
import { createServer } from 'node:http'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { parseEnv, rawEnv } from '#server/env.ts'
import { handleWebhook } from '#server/features/webhooks/handle-webhook.ts'
import { appRouter } from '#server/router.ts'
import { createConnectedServices } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'

/**
 * The product's procedures over HTTP at `/` and its webhooks where providers look for them, as web serves them, in a
 * process that can be killed. Argument: the port.
 */
const services = createConnectedServices(parseEnv(rawEnv()), { name: 'api' })
await services.redis.ready()
const handle = createHTTPHandler({
  router: appRouter,
  createContext: ({ req: request }) => createContext({ services, request }),
})
const server = createServer((request, response) => {
  if (request.url === '/healthz') return void response.end('ok')
  const [, provider] = /^\/api\/webhooks\/([\w-]+)/.exec(request.url ?? '') ?? []
  if (provider !== undefined) return void handleWebhook({ services, request, response, provider })
  handle(request, response)
})
server.listen(Number(process.argv[2]), '127.0.0.1')
await once(server, 'listening')
