import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

/** What a benchmark or a fault run answers; keys as agreed in the README of the benchmarks. */
export const report = z.object({
  metrics: z.record(z.string(), z.unknown()),
  /** Ours ÷ theirs of the metric that the key names; null when the peer could not run (metrics.notes says why). */
  ratios: z.record(z.string(), z.number().nullable()),
  /** False: it ran, and what it looked for does not hold. */
  isOk: z.boolean().optional(),
})
export type Report = z.infer<typeof report>

interface Catalogue {
  /** The key of the name in the last line: `bench` or `fault`. */
  readonly kind: 'bench' | 'fault'
  /** Holds `<name>.<kind>.ts`, each exporting `run(): Promise<Report>`. */
  readonly folder: string
}

interface Outcome {
  readonly isOk: boolean
  /** For the terminal; of a run: one line of JSON. */
  readonly text: string
}

/** Runs the named one; without a name lists the names. An unknown name is an outcome, a failing run throws. */
export async function runNamed(catalogue: Catalogue, name: string | undefined): Promise<Outcome> {
  const { kind, folder } = catalogue
  const names = listNames(catalogue)
  if (name === undefined) return { isOk: true, text: names.join('\n') || `There is no ${kind} yet.` }
  if (!names.includes(name)) {
    return { isOk: false, text: `There is no ${kind} "${name}". Known: ${names.join(', ') || 'none yet'}` }
  }
  const run = await loadRun(join(folder, `${name}.${kind}.ts`))
  const { isOk = true, ...found } = report.parse(await run())
  return { isOk, text: JSON.stringify({ [kind]: name, ...found }) }
}

function listNames({ kind, folder }: Catalogue): string[] {
  const ending = `.${kind}.ts`
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
}

async function loadRun(file: string): Promise<() => Promise<unknown>> {
  const module: unknown = await import(pathToFileURL(file).href)
  if (typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function') {
    const { run } = module
    return async () => run()
  }
  throw new Error(`${file} must export run()`)
}
