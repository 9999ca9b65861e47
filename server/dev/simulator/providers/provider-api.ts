import type { Delivery, ProviderName } from '../deliveries.ts'

/** A request as a provider sees it; header names in lower case. */
export interface ProviderRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** The simulator's own address, for links in answers. */
  readonly origin: string
  readonly nowMs: number
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What came of a request that nothing was wrong with. */
export interface Acceptance {
  readonly id: string
  readonly kind: string
  readonly summary: Delivery['summary']
  readonly reply: Reply
}

/** One provider's side of the wire: pure functions of the request; storing and misbehaving is done around them. */
export interface ProviderApi {
  readonly name: ProviderName
  /** Name of the header that carries the idempotency key; undefined where the provider has none. */
  readonly idempotencyHeader?: string
  /** The provider's own error for a bad key or body; undefined when the request is good. */
  refuse(request: ProviderRequest): Reply | undefined
  accept(request: ProviderRequest): Acceptance
  /** The provider's error format for a failure that a rule asks for. */
  fail(status: number): Reply
  /** The answer to a known key with another body; undefined where the first answer is given again. */
  rejectReuse?(): Reply
}

export const bearerToken = (request: ProviderRequest): string | undefined =>
  /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]

export const clip = (text: string, length = 140): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`

export const formatBrl = (amount: number): string =>
  new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' }).format(amount)
