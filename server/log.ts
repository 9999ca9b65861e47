import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { createLineMask, describeError, maskFields } from './log-masks.ts'

interface LogOptions {
  /** Process name, in every line. */
  readonly name: string
  readonly level: string
  /** Values that no line may hold: `secretValues(env)`. */
  readonly secrets?: readonly string[]
  /** Where lines go; standard output by default. */
  readonly stream?: DestinationStream
}

/**
 * One JSON line per event. Callers log ids and counts; what slips through is masked here: fields by their names,
 * errors down to their words, and in the finished line our secrets and what looks like a token, an address or a phone.
 */
export function createLog(options: LogOptions): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    base: { name: options.name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), bindings: maskFields, log: maskFields },
    // pino's own would add an error's properties again.
    serializers: { err: asIs, error: asIs },
    hooks: { streamWrite: createLineMask(options.secrets ?? []) },
  }
  return pino(settings, options.stream ?? destination({ dest: 1, sync: true }))
}

const asIs = (value: unknown): unknown => (value instanceof Error ? describeError(value) : value)
