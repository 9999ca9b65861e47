import type { Services } from '#server/services.ts'

/** A request at `/api/webhooks/<provider>`, whoever sent it. */
export interface WebhookRequest {
  /** The last part of its path. */
  readonly provider: string
  readonly method: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  /** As it came. One that is longer than allowed may be cut off anywhere beyond the limit. */
  readonly rawBody: Buffer
  /** Who is counted when the signature is not the provider's (`clientAddress`). */
  readonly address: string
}

export interface WebhookAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type WebhookServices = Pick<Services, 'env' | 'db' | 'limiter' | 'pubsub' | 'keys' | 'log' | 'clock'>

/** Providers read the status alone; the text is for the person who sets the address up. */
export const answer = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): WebhookAnswer => ({
  status,
  body,
  headers: {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...headers,
  },
})
