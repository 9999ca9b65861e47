const maxLength = 2_000

/** An error in one line that Postgres can store; never its stack, never its cause. */
export function errorTextOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error)
  // jsonb takes neither a zero character nor half of a surrogate pair.
  return text.replaceAll('\0', '').toWellFormed().slice(0, maxLength)
}
