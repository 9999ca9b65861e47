import type { RunnerEnv } from '#server/env.ts'
import type { PartName } from './part-names.ts'
import { pickPort } from './ports.ts'

export type Ports = Readonly<Record<PartName, number>>

/** The wished port of each part, or a free one where somebody else listens; `say` tells which moved. */
export async function choosePorts(
  env: RunnerEnv,
  wanted: readonly PartName[],
  say: (line: string) => void,
): Promise<Ports> {
  const ports = { ...wishedPorts(env) }
  for (const part of wanted) {
    const wished = ports[part]
    ports[part] = await pickPort(wished)
    if (wished !== 0 && ports[part] !== wished) say(`port ${wished} is taken: ${part} uses ${ports[part]}`)
  }
  return ports
}

const wishedPorts = (env: RunnerEnv): Record<PartName, number> => ({
  postgres: env.POSTGRES_PORT,
  'redis-state': env.REDIS_STATE_PORT,
  'redis-cache': env.REDIS_CACHE_PORT,
  postgrest: env.POSTGREST_PORT,
  simulator: env.SIMULATOR_PORT,
  web: env.WEB_PORT,
  gateway: env.GATEWAY_PORT,
  worker: env.WORKER_PORT,
})
