import type { Scenario } from './scenario.ts'
import { abuse } from './scenarios/abuse.ts'
import { crowds } from './scenarios/crowds.ts'
import { cursors } from './scenarios/cursors.ts'
import { lines } from './scenarios/lines.ts'
import { postgres } from './scenarios/postgres.ts'
import { processes } from './scenarios/processes.ts'
import { publishers } from './scenarios/publishers.ts'
import { redis } from './scenarios/redis.ts'
import { revocations } from './scenarios/revocations.ts'

/** The whole matrix. */
export const scenarios: readonly Scenario[] = [
  ...lines,
  ...processes,
  ...redis,
  ...postgres,
  ...publishers,
  ...cursors,
  ...abuse,
  ...revocations,
  ...crowds,
]
