import { join } from 'node:path'
import { endsWithParent } from '../death-signal.ts'
import type { Part } from '../part.ts'
import { bareEnvironment } from '../part-environment.ts'
import { projectRoot } from '../project-root.ts'
import { spawnPart } from '../spawn-part.ts'

export interface SimulatorOptions {
  readonly port: number
  readonly storeFile: string
  readonly logFile: string
  readonly signal?: AbortSignal | undefined
}

const program = join(projectRoot, 'server/dev/simulator/main.ts')

/** The stand-in for the outside services (Resend, …), and the page that shows what they got. */
export async function startSimulator({ port, storeFile, logFile, signal }: SimulatorOptions): Promise<Part> {
  const url = `http://127.0.0.1:${port}`
  return spawnPart({
    name: 'simulator',
    port,
    url,
    logFile,
    signal,
    command: endsWithParent([process.execPath, program, '--port', String(port), '--store', storeFile]),
    env: bareEnvironment(),
    isReady: async () => (await fetch(`${url}/healthz`)).ok,
    stopWithinMs: 3_000,
  })
}
