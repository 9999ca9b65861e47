import { runProcess } from '#server/run-process.ts'
import { createWorker } from './create-worker.ts'

await runProcess('worker', async ({ services, onStop }) => {
  const worker = createWorker(services)
  onStop(() => worker.close())
  await worker.start()
})
