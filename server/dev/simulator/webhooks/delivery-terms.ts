import type { SenderName } from './webhook-events.ts'

interface DeliveryTerms {
  /** What counts as taken. */
  readonly isTaken: (status: number) => boolean
  readonly timeoutMs: number
  /** Waits between attempts, in seconds. After the last one the provider gives up. */
  readonly retrySeconds: readonly number[]
  /** After so many failures in a row the whole queue stands still until somebody resumes it. */
  readonly pausesAfter?: number
  /** One at a time, in order. */
  readonly isSequential?: boolean
}

const minute = 60
const hour = 60 * minute
const isSuccess = (status: number): boolean => status >= 200 && status <= 299

/** How long each provider waits for the site, and how it tries again: from their pages on webhooks. */
export const deliveryTerms: Readonly<Record<SenderName, DeliveryTerms>> = {
  resend: {
    isTaken: isSuccess,
    timeoutMs: 15_000,
    retrySeconds: [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour],
  },
  whatsapp: {
    isTaken: (status) => status === 200,
    timeoutMs: 10_000,
    retrySeconds: [2, 15, minute, 10 * minute, hour, 6 * hour, 24 * hour, 48 * hour, 72 * hour],
  },
  'mercado-pago': {
    isTaken: (status) => status === 200 || status === 201,
    timeoutMs: 22_000,
    retrySeconds: [15 * minute, 30 * minute, 6 * hour, 48 * hour, 96 * hour, 96 * hour, 96 * hour],
  },
  asaas: {
    isTaken: (status) => status === 200,
    timeoutMs: 10_000,
    retrySeconds: Array.from({ length: 30 }, () => minute),
    pausesAfter: 15,
    isSequential: true,
  },
  stripe: {
    isTaken: isSuccess,
    timeoutMs: 20_000,
    retrySeconds: [minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 12 * hour, 24 * hour],
  },
}
