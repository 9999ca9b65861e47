import { listen } from '../http/listen.ts'
import { runProcess } from '../run-process.ts'
import { createGatewayServices } from '../services.ts'
import { createGateway } from './create-gateway.ts'

await runProcess({
  name: 'gateway',
  compose: createGatewayServices,
  start: async ({ services, onStop }) => {
    await services.redis.ready()
    const gateway = createGateway(services)
    onStop(() => gateway.close())
    const port = await listen(gateway.server, { port: services.env.GATEWAY_PORT, variable: 'GATEWAY_PORT' })
    services.log.info({ port }, 'gateway listens')
  },
})
