interface BatchOptions<Q, A> {
  /** Answers several questions at once, in their order. */
  readonly run: (questions: readonly Q[]) => Promise<readonly A[]>
  /** Questions with different answers here never share a run. */
  readonly groupOf: (question: Q) => string
  readonly maxSize: number
}

interface Waiting<Q, A> {
  readonly question: Q
  readonly resolve: (answer: A) => void
  readonly reject: (error: unknown) => void
}

interface Group<Q, A> {
  waiting: Waiting<Q, A>[]
  /** Runs under way. */
  runs: number
  isDue: boolean
  timer: NodeJS.Timeout | undefined
}

/** One run is answered while the next is on its way. */
const maxRuns = 2
/** A question waits no longer for a run to come back, nor for others to join. */
const maxWaitMs = 1

/**
 * Asks together what is asked side by side: in one turn of the event loop, or, while two runs are under way, until one
 * of them is back, for a millisecond at most. So runs grow with the load, and a lone question goes at once.
 */
export function createBatch<Q, A>({ run, groupOf, maxSize }: BatchOptions<Q, A>): (question: Q) => Promise<A> {
  const groups = new Map<string, Group<Q, A>>()

  function schedule(name: string, group: Group<Q, A>): void {
    if (group.isDue) return
    group.isDue = true
    setImmediate(() => {
      group.isDue = false
      if (group.runs < maxRuns || group.waiting.length >= maxSize) flush(name, group)
      else group.timer ??= setTimeout(() => flush(name, group), maxWaitMs)
    })
  }

  function flush(name: string, group: Group<Q, A>): void {
    clearTimeout(group.timer)
    group.timer = undefined
    const { waiting } = group
    group.waiting = []
    const size = Math.ceil(waiting.length / Math.ceil(waiting.length / maxSize))
    for (let from = 0; from < waiting.length; from += size) void send(name, group, waiting.slice(from, from + size))
  }

  async function send(name: string, group: Group<Q, A>, asked: readonly Waiting<Q, A>[]): Promise<void> {
    group.runs += 1
    await answer(asked)
    group.runs -= 1
    if (group.waiting.length > 0) schedule(name, group)
    else if (group.runs === 0) groups.delete(name)
  }

  async function answer(asked: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await run(asked.map(({ question }) => question))
      for (const [index, { resolve, reject }] of asked.entries()) {
        const given = answers[index]
        if (given === undefined) reject(new Error('Fewer answers than questions'))
        else resolve(given)
      }
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  function groupNamed(name: string): Group<Q, A> {
    const known = groups.get(name)
    if (known) return known
    const group: Group<Q, A> = { waiting: [], runs: 0, isDue: false, timer: undefined }
    groups.set(name, group)
    return group
  }

  return (question) =>
    new Promise((resolve, reject) => {
      const name = groupOf(question)
      const group = groupNamed(name)
      group.waiting.push({ question, resolve, reject })
      schedule(name, group)
    })
}
