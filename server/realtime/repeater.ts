/** A task of which one run goes on at a time. */
export interface Repeater {
  /** Resolves, or rejects, with a run that began after the call. All who ask during a run share the next one. */
  run(): Promise<void>
}

export function createRepeater(task: () => Promise<void>): Repeater {
  let current: Promise<void> | undefined
  let next: Promise<void> | undefined

  function start(): Promise<void> {
    const run = task().finally(() => {
      if (current === run) current = undefined
    })
    current = run
    return run
  }

  async function afterwards(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined)
    next = undefined
    return start()
  }

  return {
    run() {
      if (!current) return next ?? start()
      next ??= afterwards(current)
      return next
    },
  }
}
