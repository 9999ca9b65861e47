import { join } from 'node:path'
import { endsWithParent } from '../death-signal.ts'
import type { Part } from '../part.ts'
import { bareEnvironment } from '../part-environment.ts'
import { projectRoot } from '../project-root.ts'
import type { ProviderSecrets } from '../provider-secrets.ts'
import { spawnPart } from '../spawn-part.ts'

export interface SimulatorOptions {
  readonly port: number
  readonly storeFile: string
  /** Where its webhooks go; without it they go nowhere until one is named. */
  readonly site?: string | undefined
  /** What it signs them with. */
  readonly secrets: ProviderSecrets
  readonly logFile: string
  readonly signal?: AbortSignal | undefined
}

const program = join(projectRoot, 'server/dev/simulator/main.ts')

/** The stand-in for the outside services (Resend, WhatsApp, …), and the pages that show what they got and send. */
export async function startSimulator(options: SimulatorOptions): Promise<Part> {
  const { port, storeFile, site, secrets, logFile, signal } = options
  const siteArgs = site === undefined ? [] : ['--site', site]
  const url = `http://127.0.0.1:${port}`
  return spawnPart({
    name: 'simulator',
    port,
    url,
    logFile,
    signal,
    command: endsWithParent([process.execPath, program, '--port', String(port), '--store', storeFile, ...siteArgs]),
    env: { ...bareEnvironment(), ...secrets },
    isReady: async () => (await fetch(`${url}/healthz`)).ok,
    stopWithinMs: 3_000,
  })
}
