import type { BackendOf } from './backend.ts'
import { cacheCases } from './cache-cases.ts'
import { limiterCases } from './limiter-cases.ts'
import { pubsubCases } from './pubsub-cases.ts'
import { queueCases } from './queue-cases.ts'
import { realtimeCases } from './realtime-cases.ts'
import { secondFactorCases } from './second-factor-cases.ts'
import { sessionCases } from './session-cases.ts'
import { storeCases } from './store-cases.ts'
import { userSessionCases } from './user-session-cases.ts'

/** One set of cases for every kind of Redis: what passes on one and not on another is a bug of the layer. */
export function redisLayerCases(backend: BackendOf): void {
  storeCases(backend)
  cacheCases(backend)
  limiterCases(backend)
  sessionCases(backend)
  secondFactorCases(backend)
  userSessionCases(backend)
  pubsubCases(backend)
  realtimeCases(backend)
  queueCases(backend)
}
