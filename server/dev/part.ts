/** How a part ended: by exit code or by signal. */
export interface PartExit {
  readonly code: number | null
  readonly signal: string | null
}

/** One running server of the embedded stack. */
export interface Part extends AsyncDisposable {
  readonly name: string
  readonly pid: number
  readonly port: number
  /** Where it answers; never carries a password. */
  readonly url: string
  readonly logFile: string
  /** Resolves when the process ended, wanted or not; never rejects. */
  readonly exited: Promise<PartExit>
  /** Asks it to finish, insists after the part's deadline. Safe to call twice. */
  stop(): Promise<void>
}

/** A part that ended, or never became healthy; the message is fit to show. */
export class PartError extends Error {
  override readonly name = 'PartError'
  readonly part: string
  readonly logFile: string

  constructor(part: Pick<Part, 'name' | 'logFile'>, what: string, cause?: unknown) {
    super(`${part.name} ${what}`, { cause })
    this.part = part.name
    this.logFile = part.logFile
  }
}

export const describeExit = ({ code, signal }: PartExit): string =>
  signal ? `was ended by ${signal}` : `ended with code ${code}`
