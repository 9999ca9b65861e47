import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

interface Message {
  /** The event's id: the same at each attempt, so that a receiver knows what it has had. */
  readonly id: string
  /** Of this attempt. */
  readonly atMs: number
  readonly body: string
}

/**
 * The headers of Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md):
 * one signature per valid secret, so that receivers may change theirs at any time during a rotation.
 */
export function signWebhook(secrets: readonly string[], { id, atMs, body }: Message): Readonly<Record<string, string>> {
  const at = new Date(atMs)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(atMs / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
}

/** 256 random bits. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
