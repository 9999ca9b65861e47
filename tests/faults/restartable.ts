import type { Part } from '#server/dev/part.ts'

/** A process that faults end and the run starts again, at the same address. */
export interface Restartable extends AsyncDisposable {
  readonly port: number
  /** Changes when it is started again. */
  part(): Part
  kill(signal: NodeJS.Signals): void
  /** Rejects when it does not come up. */
  start(): Promise<void>
}

export async function startRestartable(port: number, launch: (port: number) => Promise<Part>): Promise<Restartable> {
  let part = await launch(port)
  return {
    port,
    part: () => part,
    kill: (signal) => void process.kill(part.pid, signal),
    start: async () => {
      part = await launch(port)
    },
    [Symbol.asyncDispose]: () => part.stop(),
  }
}
