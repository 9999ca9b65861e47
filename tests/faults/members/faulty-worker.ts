import { runProcess } from '#server/run-process.ts'
import { createConnectedServices } from '#server/services.ts'
import { createWorker } from '#server/worker/create-worker.ts'
import { handlers } from '#server/worker/handlers.ts'
import { crashingConversationId } from '../jobs/crashing-conversation.ts'

/** The product's worker, one of whose jobs ends the whole process when it is about a certain conversation. */
await runProcess({
  name: 'worker',
  compose: createConnectedServices,
  start: async ({ services, onStop }) => {
    const load = handlers['email-firm-new-conversation']
    const worker = createWorker(services, {
      handlers: {
        ...handlers,
        'email-firm-new-conversation': async () => {
          const handle = await load()
          return async (context) => {
            if (context.payload.conversationId === crashingConversationId) process.kill(process.pid, 'SIGKILL')
            await handle(context)
          }
        },
      },
    })
    onStop(() => worker.close())
    await worker.start()
  },
})
