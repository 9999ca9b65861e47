import { parseArgs } from 'node:util'
import { z } from 'zod'
import { rawEnv } from '#server/env.ts'
import { providerSecrets } from '../provider-secrets.ts'
import { serveSimulator } from './serve-simulator.ts'

const usage = 'usage: node server/dev/simulator/main.ts [--port 3003] [--store FILE] [--site http://127.0.0.1:3000]'

const args = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(3003),
  store: z.string().optional(),
  /** Where webhooks go. */
  site: z.url().optional(),
})

function readArgs() {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { port: text, store: text, site: text } })
  return args.parse(values)
}

async function main(): Promise<void> {
  const { port, store, site } = readArgs()
  // By the environment, not as arguments: those are in every list of processes.
  const secrets = providerSecrets.safeParse(rawEnv())
  const simulator = await serveSimulator({
    port,
    ...(store === undefined ? {} : { file: store }),
    ...(site === undefined ? {} : { site }),
    ...(secrets.success ? { secrets: secrets.data } : {}),
  })
  console.log(`simulator listening on ${simulator.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close())
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  console.error(usage)
  process.exitCode = 1
})
