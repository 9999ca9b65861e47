import type { Scenario } from './scenario.ts'
import { kills } from './scenarios/kills.ts'
import { poison } from './scenarios/poison.ts'
import { postgres } from './scenarios/postgres.ts'
import { providers } from './scenarios/providers.ts'
import { redis } from './scenarios/redis.ts'
import { webhooks } from './scenarios/webhooks.ts'

/** The whole matrix. */
export const scenarios: readonly Scenario[] = [...kills, ...providers, ...redis, ...postgres, ...poison, ...webhooks]
