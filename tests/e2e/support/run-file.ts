import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const runFile = '.plantao/e2e/run.json'

const run = z.object({
  siteUrl: z.url(),
  gatewayUrl: z.url(),
  gatewayPid: z.int(),
  simulatorUrl: z.url(),
  /** Of web, gateway and worker, secrets included: the file is readable by its owner only. */
  environment: z.record(z.string(), z.string()),
})

/** What the tests must know of the stack that the global setup started; they run in processes of their own. */
export type Run = Readonly<z.infer<typeof run>>

export function writeRun(value: Run): void {
  mkdirSync(dirname(runFile), { recursive: true, mode: 0o700 })
  rmSync(runFile, { force: true })
  writeFileSync(runFile, JSON.stringify(value), { mode: 0o600 })
}

export const readRun = (): Run => run.parse(JSON.parse(readFileSync(runFile, 'utf8')))

export const removeRun = (): void => rmSync(runFile, { force: true })
