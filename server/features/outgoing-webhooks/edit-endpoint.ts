import {
  createOutgoingWebhook,
  deleteOutgoingWebhook,
  findOutgoingWebhook,
  rotateWebhookSecret,
  updateOutgoingWebhook,
} from '#db/queries/outgoing-webhooks.ts'
import { newId } from '../../contracts/ids.ts'
import type { DeliveryError, Endpoint, EndpointChanges, NewEndpoint } from '../../contracts/outgoing-webhooks.ts'
import { webhookLimits } from '../../contracts/outgoing-webhooks.ts'
import { AppError } from '../../errors.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { newWebhookSecret } from './sign-webhook.ts'

/** The secret is answered here and never again. BAD_REQUEST names an address that must not be called. */
export async function createEndpoint(ctx: StaffContext, endpoint: NewEndpoint) {
  const { db } = ctx.services
  refuseForbidden(ctx, endpoint.url)
  const id = newId()
  const secret = newWebhookSecret()
  const { audit } = ctx
  const status = await createOutgoingWebhook(db, { id, endpoint, secret, max: webhookLimits.endpoints, audit })
  if (status === 'full') throw tooMany()
  return { endpoint: await readEndpoint(ctx, id), secret }
}

export async function updateEndpoint(ctx: StaffContext, { id, changes }: { id: string; changes: EndpointChanges }) {
  if (changes.url !== undefined) refuseForbidden(ctx, changes.url)
  const { audit } = ctx
  if (!(await updateOutgoingWebhook(ctx.services.db, { id, changes, audit }))) throw noSuchEndpoint()
  return { endpoint: await readEndpoint(ctx, id) }
}

export async function deleteEndpoint(ctx: StaffContext, { id }: { id: string }) {
  const { audit } = ctx
  if (!(await deleteOutgoingWebhook(ctx.services.db, { id, audit }))) throw noSuchEndpoint()
  return { id }
}

/** For 24 hours both secrets sign. The new one is answered here and never again. */
export async function rotateSecret(ctx: StaffContext, { id }: { id: string }) {
  const secret = newWebhookSecret()
  const { audit } = ctx
  const rotation = { id, secret, keepMs: webhookLimits.oldSecretMs, audit }
  if (!(await rotateWebhookSecret(ctx.services.db, rotation))) throw noSuchEndpoint()
  return { endpoint: await readEndpoint(ctx, id), secret }
}

/** NOT_FOUND when there is none. */
export async function readEndpoint({ services }: Pick<StaffContext, 'services'>, id: string): Promise<Endpoint> {
  const found = await findOutgoingWebhook(services.db, id)
  if (!found) throw noSuchEndpoint()
  return found
}

function refuseForbidden({ services }: StaffContext, url: string): void {
  const refusal = services.webhooks.refusalOf(url)
  if (refusal === null) return
  const problem = problems[refusal] ?? 'cannot be called'
  throw new AppError('BAD_REQUEST', {
    publicMessage: `Invalid input: url ${problem}`,
    details: { fields: [{ path: 'url', problem }] },
  })
}

const problems: Partial<Record<DeliveryError, string>> = {
  not_https: 'must use https',
  forbidden_address: 'must not lead into a private network',
}

const noSuchEndpoint = () => new AppError('NOT_FOUND', { publicMessage: 'There is no such endpoint.' })

const tooMany = () =>
  new AppError('CONFLICT', {
    publicMessage: `There are ${webhookLimits.endpoints} endpoints already. Delete one that is not needed.`,
  })
