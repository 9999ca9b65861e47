import { runProcess } from '../run-process.ts'
import { createGateway } from './create-gateway.ts'

await runProcess('gateway', async ({ services, onStop }) => {
  await services.redis.ready()
  const gateway = createGateway(services)
  onStop(() => gateway.close())
  await new Promise<void>((resolve, reject) => {
    gateway.server.once('error', reject).listen(services.env.GATEWAY_PORT, resolve)
  })
  services.log.info({ port: services.env.GATEWAY_PORT }, 'gateway listens')
})
