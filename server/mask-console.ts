import { format } from 'node:util'
import type { Env } from './env.ts'
import { createLineMask } from './log-masks.ts'
import { secretValues } from './secret-values.ts'

type Sink = Pick<Console, 'debug' | 'error' | 'info' | 'log' | 'warn'>

/**
 * For what does not know our log: libraries, Node's warnings, Next when a page fails. Their lines are masked like
 * ours; of an error they show the stack, and none of the properties that drivers attach.
 */
export function maskConsole(env: Env, sink: Sink = console): void {
  const mask = createLineMask(secretValues(env))
  for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const write = sink[level].bind(sink)
    sink[level] = (...words: unknown[]) => write('%s', mask(format(...words.map(withoutProperties))))
  }
}

function withoutProperties(word: unknown): unknown {
  if (!(word instanceof Error)) return word
  const cause = word.cause instanceof Error ? `\ncaused by ${String(withoutProperties(word.cause))}` : ''
  return `${word.stack ?? String(word)}${cause}`
}
