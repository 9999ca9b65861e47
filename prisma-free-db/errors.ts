/** The database could not be reached, or did not answer in time. Whether a write happened is unknown. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError'
  constructor(cause: unknown) {
    super(`The database is not available: ${describe(cause)}`, { cause })
  }
}

/**
 * The database refused a statement. Carries the SQLSTATE (or PostgREST's own code) and the constraint, never the
 * server's `detail`: that one quotes whole rows, and errors are logged.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly sqlState: string
  readonly constraint: string | undefined

  constructor(message: string, { sqlState, constraint }: { sqlState: string; constraint?: string | undefined }) {
    super(`${message} (${sqlState})`)
    this.sqlState = sqlState
    this.constraint = constraint
  }
}

/** Runs a statement of the direct driver; failures come out as one of the two errors above. */
export async function withDriverErrors<T>(statement: () => PromiseLike<T>): Promise<T> {
  try {
    return await statement()
  } catch (error) {
    throw fromDriver(error)
  }
}

export function fromDriver(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = textField(error, 'code')
  if (code === undefined) return error
  if (isUnavailable(code)) return new DatabaseUnavailableError(error)
  if (!sqlStatePattern.test(code)) return error
  return new DatabaseError(error.message, { sqlState: code, constraint: textField(error, 'constraint_name') })
}

interface RestFailure {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** Status 0 is supabase-js' word for a request that never got an answer. */
export function fromRest({ status, code, message }: RestFailure): Error {
  const failure = new DatabaseError(message, { sqlState: code || `HTTP ${status}` })
  const isGatewayFailure = status >= 500 && !sqlStatePattern.test(code)
  return status === 0 || isGatewayFailure || isUnavailable(code) ? new DatabaseUnavailableError(failure) : failure
}

const sqlStatePattern = /^[0-9A-Z]{5}$/

const networkCodes: ReadonlySet<string> = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Connection failures (08), out of connections or memory (53), shut down or starting (57P), a statement over its time
 * (57014), a primary that became a replica (25006); PGRST000 to PGRST003 are PostgREST's "no connection".
 */
const unavailablePattern = /^(08|53)|^57P0|^57014$|^25006$|^PGRST00/

const isUnavailable = (code: string): boolean => networkCodes.has(code) || unavailablePattern.test(code)

function textField(error: object, field: string): string | undefined {
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' ? value : undefined
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no answer'
  return textField(cause, 'code') ?? cause.message
}
