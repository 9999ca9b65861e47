import { type DestinationStream, destination, type Logger, pino } from 'pino'

interface LogOptions {
  /** Process name, in every line. */
  readonly name: string
  readonly level: string
  /** Where lines go; standard output by default. */
  readonly stream?: DestinationStream
}

/** Fields that carry what people wrote, who they are or what opens a door. They never reach a line. */
const sensitive = [
  'accessToken',
  'address',
  'apiKey',
  'authorization',
  'body',
  'cookie',
  'email',
  'firstMessage',
  'from',
  'html',
  'password',
  'phone',
  'preview',
  'replyTo',
  'secret',
  'serviceRoleKey',
  'text',
  'to',
  'token',
]

/** One JSON line per event. Callers log ids and counts; what slips through is masked here, three levels deep. */
export function createLog(options: LogOptions): Logger {
  const settings = {
    name: options.name,
    level: options.level,
    base: { name: options.name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: sensitive.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[masked]' },
    serializers: { err: describeError, error: describeError },
  }
  return pino(settings, options.stream ?? destination({ dest: 1, sync: true }))
}

/**
 * Only these fields: errors of drivers and HTTP clients drag rows, parameters and headers along as properties.
 * Connection strings inside messages lose their credentials.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: maskCredentials(String(error)) }
  return {
    type: error.name,
    message: maskCredentials(error.message),
    ...('code' in error ? { code: error.code } : {}),
    stack: maskCredentials(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

const maskCredentials = (text: string): string => text.replace(/\/\/[^\s/@]*@/g, '//[masked]@')
