import { newId } from '#server/contracts/ids.ts'
import { newAgentFields, newProductFields } from '#tests/support/change-feed.ts'
import { newConversation } from '#tests/support/conversations.ts'
import type { AuditWorld } from './audit-world.ts'
import { peopleScenes } from './people-scenes.ts'
import { asAdmin, type MakeScene } from './scene.ts'

const endpointUrl = 'http://127.0.0.1:1/hooks'

const givenEndpoint = async (world: AuditWorld) => {
  const fields = { url: endpointUrl, events: ['message.received' as const] }
  const { endpoint } = await (await world.admin()).outgoingWebhooks.create(fields)
  return { id: endpoint.id }
}

const givenProduct = async (world: AuditWorld) => {
  const { id } = await (await world.admin()).products.create(newProductFields())
  return { id }
}

const givenAgent = async (world: AuditWorld) => {
  const { id } = await (await world.admin()).agents.create(newAgentFields())
  return { id }
}

const decidedByFilter = async (world: AuditWorld) => {
  await world.givenDeadLetter()
  await world.givenDeadLetter()
  const { cursor } = await (await world.admin()).jobs.deadLetterCount({})
  return { cookie: await world.adminCookie(), input: { cursor }, rows: 2 }
}

/** How each mutation succeeds. The test names those that are missing, and those that are no more. */
export const mutationScenes: Readonly<Record<string, MakeScene>> = {
  'products.create': asAdmin(() => newProductFields()),
  'products.update': asAdmin(async (world) => ({ ...(await givenProduct(world)), changes: { name: 'Outro nome' } })),
  'products.archive': asAdmin(givenProduct),
  'agents.create': asAdmin(() => newAgentFields()),
  'agents.update': asAdmin(async (world) => ({ ...(await givenAgent(world)), changes: { name: 'Outro Nome' } })),
  'agents.archive': asAdmin(givenAgent),

  'conversations.start': async () => ({ input: newConversation() }),
  'conversations.setActivity': async (world) => {
    const { cookie, conversationId } = await world.visitor()
    return { cookie, input: { conversationId, isTyping: true } }
  },
  'conversations.markRead': async (world) => {
    const { cookie, conversationId } = await world.visitor()
    return { cookie, input: { conversationId, seq: 1 } }
  },
  'conversations.assign': asAdmin(async (world) => ({
    conversationId: (await world.visitor()).conversationId,
    assigneeId: world.adminId,
  })),
  'messages.send': async (world) => {
    const { cookie, conversationId } = await world.visitor()
    return { cookie, input: { conversationId, clientMsgId: newId(), body: 'Olá' } }
  },
  'notifications.markRead': asAdmin(() => ({ upToSeq: 1 })),
  'payments.request': asAdmin(async (world) => ({
    ...{ paymentId: newId(), amountCents: 15_000, description: 'Consulta' },
    conversationId: (await world.visitor()).conversationId,
  })),

  'inboundWebhooks.process': asAdmin(() => ({ provider: 'stripe', ids: [newId()] })),
  'mail.unsuppress': asAdmin(() => ({ id: newId() })),
  'jobs.redrive': async (world) => {
    const ids = [await world.givenDeadLetter(), await world.givenDeadLetter()]
    return { cookie: await world.adminCookie(), input: { ids }, rows: 2 }
  },
  'jobs.discard': asAdmin(async (world) => ({ ids: [await world.givenDeadLetter()] })),
  'jobs.redriveAll': decidedByFilter,
  'jobs.discardAll': decidedByFilter,
  'outgoingWebhooks.create': asAdmin(() => ({ url: endpointUrl, events: ['message.received'] })),
  'outgoingWebhooks.update': asAdmin(async (world) => ({
    ...(await givenEndpoint(world)),
    changes: { description: 'ERP' },
  })),
  'outgoingWebhooks.delete': asAdmin(givenEndpoint),
  'outgoingWebhooks.rotateSecret': asAdmin(givenEndpoint),
  'outgoingWebhooks.test': asAdmin(givenEndpoint),
  'outgoingWebhooks.redeliver': asAdmin(async (world) => {
    const { deliveryId } = await (await world.admin()).outgoingWebhooks.test(await givenEndpoint(world))
    return { deliveryId }
  }),
  'outgoingWebhooks.redeliverFailed': asAdmin(givenEndpoint),

  'audit.export': asAdmin(() => ({ result: 'refused' })),

  ...peopleScenes,
}
