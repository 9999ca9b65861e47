import { join } from 'node:path'
import { endsWithParent } from '../death-signal.ts'
import type { Part } from '../part.ts'
import { projectRoot } from '../project-root.ts'
import { spawnPart } from '../spawn-part.ts'

export interface ApplicationOptions {
  readonly port: number
  /** The whole environment of the process, as server/env.ts expects it. */
  readonly env: NodeJS.ProcessEnv
  readonly logFile: string
  /** Reload on change. */
  readonly isWatching: boolean
  readonly signal?: AbortSignal | undefined
}

const nextBinary = join(projectRoot, 'node_modules/next/dist/bin/next')

/** The site: `next start` on the finished build, or `next dev`. Healthy when /api/health is. */
export const startWeb = (options: ApplicationOptions): Promise<Part> =>
  startNode(options, {
    name: 'web',
    args: [nextBinary, options.isWatching ? 'dev' : 'start', '--port', String(options.port), '--hostname', '0.0.0.0'],
    healthPath: '/api/health',
  })

/** The WebSocket server. Its young generation would grow to 134 MB under a storm of handshakes, and stay there. */
export const startGateway = (options: ApplicationOptions): Promise<Part> =>
  startNode(options, {
    name: 'gateway',
    args: [...gatewayFlags, ...watchFlags(options), join(projectRoot, 'server/gateway/main.ts')],
    healthPath: '/healthz',
  })

/** The job worker. */
export const startWorker = (options: ApplicationOptions): Promise<Part> =>
  startNode(options, {
    name: 'worker',
    args: [...watchFlags(options), join(projectRoot, 'server/worker/main.ts')],
    healthPath: '/healthz',
  })

/** In MB; measured by the benchmark `socket-memory`. */
export const gatewayFlags = ['--max-semi-space-size=16'] as const

const watchFlags = ({ isWatching }: ApplicationOptions): string[] =>
  isWatching ? ['--watch', '--watch-preserve-output'] : []

interface NodeProgram {
  readonly name: string
  readonly args: readonly string[]
  readonly healthPath: string
}

function startNode(options: ApplicationOptions, { name, args, healthPath }: NodeProgram): Promise<Part> {
  const url = `http://127.0.0.1:${options.port}`
  return spawnPart({
    name,
    port: options.port,
    url,
    logFile: options.logFile,
    command: endsWithParent([process.execPath, ...args]),
    env: options.env,
    signal: options.signal,
    isReady: async () => (await fetch(url + healthPath, { signal: AbortSignal.timeout(20_000) })).ok,
    readyWithinMs: 60_000,
    stopWithinMs: 15_000,
  })
}
