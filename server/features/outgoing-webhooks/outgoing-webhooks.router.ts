import { z } from 'zod'
import { findWebhookDelivery, listOutgoingWebhooks, listWebhookDeliveries } from '#db/queries/outgoing-webhooks.ts'
import { uuid } from '../../contracts/ids.ts'
import {
  delivery,
  deliveryDetail,
  deliveryState,
  endpoint,
  endpointChanges,
  newEndpoint,
} from '../../contracts/outgoing-webhooks.ts'
import { AppError } from '../../errors.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import { createEndpoint, deleteEndpoint, rotateSecret, updateEndpoint } from './edit-endpoint.ts'
import { redeliver, redeliverFailed, sendTest } from './redeliver.ts'

const byId = z.object({ id: uuid })
const withSecret = z.object({ endpoint, secret: z.string().describe('Shown this once') })
const logInput = z.object({
  endpointId: uuid,
  state: deliveryState.optional(),
  cursor: uuid.optional().describe('Id of the last delivery of the page before'),
  limit: z.int().min(1).max(100).default(20),
})

/** The firm's own systems that are told what happens, for the console. */
export const outgoingWebhooksRouter = router({
  list: adminProcedure({ limit: 'default' })
    .output(z.array(endpoint))
    .query(({ ctx }) => listOutgoingWebhooks(ctx.services.db)),

  create: adminProcedure({ limit: 'default', audit: 'webhook.create' })
    .input(newEndpoint)
    .output(withSecret)
    .mutation(({ ctx, input }) => createEndpoint(ctx, input)),

  update: adminProcedure({ limit: 'default', audit: 'webhook.update' })
    .input(byId.extend({ changes: endpointChanges }))
    .output(z.object({ endpoint }))
    .mutation(({ ctx, input }) => updateEndpoint(ctx, input)),

  delete: adminProcedure({ limit: 'default', audit: 'webhook.delete' })
    .input(byId)
    .output(byId)
    .mutation(({ ctx, input }) => deleteEndpoint(ctx, input)),

  rotateSecret: adminProcedure({ limit: 'default', audit: 'webhook.rotate-secret' })
    .input(byId)
    .output(withSecret)
    .mutation(({ ctx, input }) => rotateSecret(ctx, input)),

  test: adminProcedure({ limit: 'default', audit: 'webhook.test' })
    .input(byId)
    .output(z.object({ deliveryId: uuid }))
    .mutation(({ ctx, input }) => sendTest(ctx, input)),

  deliveries: adminProcedure({ limit: 'default' })
    .input(logInput)
    .output(z.object({ deliveries: z.array(delivery), nextCursor: uuid.optional() }))
    .query(async ({ ctx, input: { endpointId, state, cursor, limit } }) => {
      const deliveries = await listWebhookDeliveries(ctx.services.db, { endpointId, state, before: cursor, limit })
      const last = deliveries.length === limit ? deliveries.at(-1) : undefined
      return { deliveries, ...(last && { nextCursor: last.id }) }
    }),

  delivery: adminProcedure({ limit: 'default' })
    .input(byId)
    .output(deliveryDetail)
    .query(async ({ ctx, input }) => {
      const found = await findWebhookDelivery(ctx.services.db, input.id)
      if (!found) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such delivery.' })
      return found
    }),

  redeliver: adminProcedure({ limit: 'default', audit: 'webhook.redeliver' })
    .input(z.object({ deliveryId: uuid }))
    .output(z.object({ count: z.int() }))
    .mutation(({ ctx, input }) => redeliver(ctx, input)),

  redeliverFailed: adminProcedure({ limit: 'default', audit: 'webhook.redeliver-failed' })
    .input(byId)
    .output(z.object({ count: z.int(), hasMore: z.boolean() }))
    .mutation(({ ctx, input }) => redeliverFailed(ctx, input)),
})
