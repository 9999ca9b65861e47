/**
 * Who may import whom, by path prefix; the longest matching `from` applies.
 * A target is allowed when one of `values` is a prefix of it, or one of `types` is and the import is type-only.
 * Test files are free.
 */
export interface Layer {
  readonly from: string
  readonly values: readonly string[]
  readonly types: readonly string[]
}

const contracts = 'server/contracts/'
const errors = 'server/errors.ts'
const parseJson = 'server/parse-json.ts'
const env = 'server/env.ts'
const services = 'server/services.ts'
const database = 'prisma-free-db/'
/** What a use case calls with what `ctx.services` gave it: no connection of its own hides in these. */
const helpers = [
  'server/integrations/webhook-signatures/',
  'server/jobs/outbox-job.ts',
  'server/jobs/cancel-job.ts',
  'server/jobs/check-payload.ts',
  'server/jobs/count-queues.ts',
  'server/jobs/forget-jobs.ts',
  'server/jobs/redrive-dead-letters.ts',
  'server/jobs/redrive-dead-letters.ts',
  'server/jobs/wake-relay.ts',
  'server/redis/inspect.ts',
  'server/redis/cache/fleet-stats.ts',
  'server/redis/queue-counts.ts',
]
/** What signing in calls besides. */
const authHelpers = [
  'server/jobs/outbox-job.ts',
  'server/jobs/wake-relay.ts',
  'server/redis/sessions/session-token.ts',
  'server/trpc/record-aside.ts',
  'server/trpc/response-headers.ts',
  // Not exported by its package (decision 035).
  'node_modules/next-auth/core/index.js',
]
/** Layers below the domain: they know each other by type only. */
const machinery = ['server/redis/', 'server/jobs/', 'server/realtime/', 'server/integrations/', env]
const anyServer = ['server/', database]

export const layers: readonly Layer[] = [
  { from: contracts, values: [contracts], types: [] },
  { from: errors, values: [contracts], types: [] },
  { from: env, values: [contracts], types: [] },
  { from: 'server/redis/', values: ['server/redis/', contracts, errors], types: machinery },
  { from: 'server/jobs/', values: ['server/jobs/', contracts, errors, database], types: machinery },
  { from: 'server/realtime/', values: ['server/realtime/', contracts, errors, parseJson, database], types: machinery },
  { from: 'server/integrations/', values: ['server/integrations/', contracts, errors, parseJson], types: machinery },
  { from: database, values: [database, contracts, errors], types: [env] },
  // The generator of schema.ts starts a throw-away Postgres.
  { from: 'prisma-free-db/cli/', values: [database, contracts, errors, env, 'server/dev/'], types: [] },
  // Who somebody is: below the domain, which asks it, and above the stores that it writes.
  {
    from: 'server/auth/',
    values: ['server/auth/', 'server/http/', ...authHelpers, contracts, errors, database],
    types: [services, 'server/trpc/', ...machinery],
  },
  {
    from: 'server/features/',
    values: [
      'server/features/',
      'server/auth/',
      'server/trpc/',
      'server/http/',
      ...helpers,
      contracts,
      errors,
      database,
    ],
    types: [services, ...machinery],
  },
  {
    from: 'server/trpc/',
    values: ['server/trpc/', 'server/http/', contracts, errors, database],
    types: [services, ...machinery],
  },
  { from: 'server/http/', values: ['server/http/', contracts, errors], types: [services, ...machinery] },
  { from: 'server/', values: anyServer, types: [] },
  { from: 'src/', values: ['src/', contracts], types: ['server/router.ts'] },
  { from: 'src/instrumentation.ts', values: ['src/', 'server/mask-console.ts'], types: [] },
  { from: 'src/services.ts', values: ['src/', ...anyServer], types: [] },
  {
    from: 'src/pages/_document.tsx',
    values: ['src/', 'server/http/', 'server/public-config.ts', contracts],
    types: [],
  },
  { from: 'src/trpc/server.ts', values: ['src/', ...anyServer], types: [] },
  { from: 'src/trpc/rest-handler.ts', values: ['src/', ...anyServer], types: [] },
  { from: 'src/trpc/guard-handler.ts', values: ['src/', 'server/http/', contracts], types: [] },
  { from: 'src/pages/api/', values: ['src/', ...anyServer], types: [] },
  { from: 'scripts/', values: ['scripts/', 'server/', database], types: [] },
  { from: 'playwright.config.ts', values: ['server/dev/install-binary.ts'], types: [] },
]

/** What nothing but the folder itself (and scripts and tests) may import, whatever the table above allows. */
export const closedFolders: readonly { readonly folder: string; readonly openTo: readonly string[] }[] = [
  { folder: 'server/dev/', openTo: ['server/dev/', 'scripts/', 'prisma-free-db/cli/', 'playwright.config.ts'] },
  {
    folder: 'server/features/',
    openTo: [
      'server/features/',
      'server/router.ts',
      'server/rest/',
      'server/worker/',
      'server/gateway/',
      // Shows every mail with an example.
      'server/dev/simulator/templates/',
      'src/pages/api/',
      'src/trpc/server.ts',
    ],
  },
  { folder: 'src/', openTo: ['src/'] },
  { folder: 'tests/', openTo: [] },
  { folder: 'scripts/', openTo: ['scripts/'] },
]
