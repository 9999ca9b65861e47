import { AppError } from '../errors.ts'
import type { Realtime } from '../realtime/realtime.ts'
import type { Services } from '../services.ts'

/** What only a gateway has. Elsewhere a subscription is refused. SERVICE_UNAVAILABLE. */
export function realtimeOf({ realtime }: Services): Realtime {
  if (realtime) return realtime
  throw new AppError('SERVICE_UNAVAILABLE', {
    publicMessage: 'Subscriptions are served by the gateway, over WebSocket.',
  })
}
