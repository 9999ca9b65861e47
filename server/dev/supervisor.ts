import { describeExit, type Part, PartError } from './part.ts'
import { type PartName, partNames } from './part-names.ts'

type Start = (signal: AbortSignal) => Promise<Part>

export interface Supervisor {
  /** Aborted when a part ended unasked or the stack is being stopped. */
  readonly signal: AbortSignal
  /** Resolves with the first part that ended unasked; never when all is stopped in order. */
  readonly failed: Promise<PartError>
  start(name: PartName, start: Start): Promise<Part>
  /** The running parts in start order. */
  parts(): Part[]
  /** Gives up what is still starting, then stops the rest in reverse order. Safe to call twice. */
  stop(): Promise<void>
}

/** Knows every part of a stack, notices the end of any, and stops them in reverse order. */
export function createSupervisor(options: { readonly onStarted?: (part: Part) => void } = {}): Supervisor {
  const aborter = new AbortController()
  const failure = Promise.withResolvers<PartError>()
  const running = new Map<PartName, Part>()
  const starting = new Set<Promise<Part>>()
  let stopping: Promise<void> | undefined

  const watch = async (part: Part) => {
    const error = new PartError(part, describeExit(await part.exited))
    if (stopping) return
    failure.resolve(error)
    aborter.abort(error)
  }
  const stopAll = async () => {
    aborter.abort(new StackStopped())
    await Promise.allSettled(starting)
    for (const name of partNames.toReversed()) await running.get(name)?.stop()
  }
  return {
    signal: aborter.signal,
    failed: failure.promise,
    parts: () => partNames.flatMap((name) => running.get(name) ?? []),
    async start(name, start) {
      const started = start(aborter.signal)
      starting.add(started)
      const part = await started.finally(() => starting.delete(started))
      running.set(name, part)
      options.onStarted?.(part)
      void watch(part)
      return part
    },
    stop() {
      stopping ??= stopAll()
      return stopping
    },
  }
}

/** The start was given up on request: not a failure. */
export class StackStopped extends Error {
  override readonly name = 'StackStopped'
  constructor() {
    super('stopped before everything was up')
  }
}
