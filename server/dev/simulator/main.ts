import { parseArgs } from 'node:util'
import { z } from 'zod'
import { serveSimulator } from './serve-simulator.ts'

const usage = 'usage: node server/dev/simulator/main.ts [--port 3003] [--store FILE]'

const args = z.object({ port: z.coerce.number().int().min(0).max(65_535).default(3003), store: z.string().optional() })

function readArgs() {
  const { values } = parseArgs({ options: { port: { type: 'string' }, store: { type: 'string' } } })
  return args.parse(values)
}

async function main(): Promise<void> {
  const { port, store } = readArgs()
  const simulator = await serveSimulator({ port, ...(store === undefined ? {} : { file: store }) })
  console.log(`simulator listening on ${simulator.url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close())
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  console.error(usage)
  process.exitCode = 1
})
