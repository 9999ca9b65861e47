import { basename, join } from 'node:path'
import { endsWithParent } from '#server/dev/death-signal.ts'
import type { Part } from '#server/dev/part.ts'
import { spawnPart } from '#server/dev/spawn-part.ts'
import type { Env } from '#server/env.ts'
import { processEnvironment } from './process-environment.ts'

interface SpawnNode {
  readonly env: Env
  readonly port: number
  /** Where its log goes. */
  readonly directory: string
  /** Variables beyond those of `env`. */
  readonly variables?: Readonly<Record<string, string>>
}

/** A Node process of the product or of the tests that answers `GET /healthz` on its port; ends with this process. */
export function spawnNode(args: readonly string[], { env, port, directory, variables }: SpawnNode): Promise<Part> {
  const name = basename(args.find((arg) => arg.endsWith('.ts')) ?? 'node')
  const url = `http://127.0.0.1:${port}`
  return spawnPart({
    name,
    port,
    url,
    logFile: join(directory, `${name}-${port}.log`),
    command: endsWithParent([process.execPath, ...args]),
    env: { ...processEnvironment(env), GATEWAY_PORT: String(port), ...variables },
    isReady: async () => (await fetch(`${url}/healthz`)).ok,
  })
}
