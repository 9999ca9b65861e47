import { runProcess } from '#server/run-process.ts'
import { createConnectedServices } from '#server/services.ts'
import { createWorker } from './create-worker.ts'

await runProcess({
  name: 'worker',
  compose: createConnectedServices,
  start: async ({ services, onStop }) => {
    const worker = createWorker(services)
    onStop(() => worker.close())
    await worker.start()
  },
})
