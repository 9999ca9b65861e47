import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { processIdentity } from './process-identity.ts'

const partEntry = z.object({
  name: z.string(),
  pid: z.number().int(),
  startedAt: z.string(),
  port: z.number().int(),
  url: z.string(),
  logFile: z.string(),
})

const runtime = z.object({
  state: z.enum(['starting', 'running', 'stopping']),
  startedAt: z.iso.datetime(),
  runner: processIdentity,
  /** The npm that started the runner, when there was one. */
  launcher: processIdentity.optional(),
  parts: z.array(partEntry),
  addresses: z.array(z.object({ label: z.string(), url: z.string(), note: z.string().optional() })),
  timings: z.array(z.object({ part: z.string(), ms: z.number() })),
})

/** `runtime.json`: what runs now, for people, `npm run status` and a start after a crash. No passwords. */
export type Runtime = z.infer<typeof runtime>
export type PartEntry = z.infer<typeof partEntry>
export type Address = Runtime['addresses'][number]

export function writeRuntime(file: string, value: Runtime): void {
  const draft = `${file}.new`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}

/** Null when nothing runs or the file is damaged (then the lock alone counts). */
export function readRuntime(file: string): Runtime | null {
  try {
    return runtime.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

export const removeRuntime = (file: string): void => rmSync(file, { force: true })
