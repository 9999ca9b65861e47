import { endsWithParent } from '../death-signal.ts'
import { postgrestBinary } from '../npm-binaries.ts'
import type { Part } from '../part.ts'
import { bareEnvironment } from '../part-environment.ts'
import { freePort } from '../ports.ts'
import { spawnPart } from '../spawn-part.ts'

export interface PostgrestOptions {
  readonly port: number
  /** As the role `authenticator`, which may become anon, authenticated and service_role and nothing else. */
  readonly databaseUrl: string
  readonly jwtSecret: string
  readonly logFile: string
  readonly signal?: AbortSignal | undefined
  readonly poolSize?: number
}

/** PostgREST over the schema `public`: the REST half of Supabase. Ready once its schema cache is loaded. */
export async function startPostgrest(options: PostgrestOptions): Promise<Part> {
  const adminPort = await freePort()
  const url = `http://127.0.0.1:${options.port}`
  return spawnPart({
    name: 'postgrest',
    port: options.port,
    url,
    logFile: options.logFile,
    signal: options.signal,
    command: endsWithParent([postgrestBinary()]),
    env: { ...bareEnvironment(), ...settings(options, adminPort) },
    isReady: async () => (await fetch(`http://127.0.0.1:${adminPort}/ready`)).ok,
  })
}

const settings = (options: PostgrestOptions, adminPort: number): Record<string, string> => ({
  PGRST_DB_URI: options.databaseUrl,
  PGRST_DB_SCHEMAS: 'public',
  PGRST_DB_ANON_ROLE: 'anon',
  PGRST_DB_POOL: String(options.poolSize ?? 10),
  PGRST_JWT_SECRET: options.jwtSecret,
  PGRST_SERVER_HOST: '127.0.0.1',
  PGRST_SERVER_PORT: String(options.port),
  PGRST_ADMIN_SERVER_PORT: String(adminPort),
  PGRST_LOG_LEVEL: 'warn',
})
