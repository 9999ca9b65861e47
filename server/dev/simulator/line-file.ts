import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

/** Append-only JSON lines: what was written survives a restart, also one by `kill -9`. */
export const appendLine = (file: string, entry: unknown): void => appendFileSync(file, `${JSON.stringify(entry)}\n`)

/** Every whole line that fits the schema; makes the folder, and ends a last line that was cut short. */
export function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  mkdirSync(path.dirname(file), { recursive: true })
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  // Otherwise the next line would be glued to the broken one, and lost with it.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n')
  return text.split('\n').flatMap((line) => parseLine(line, schema))
}

function parseLine<T>(line: string, schema: z.ZodType<T>): T[] {
  try {
    const parsed = schema.safeParse(JSON.parse(line))
    return parsed.success ? [parsed.data] : []
  } catch {
    return []
  }
}
