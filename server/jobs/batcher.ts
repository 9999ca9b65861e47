/** Collects single calls into batches: what comes while a batch is under way goes together in the next. */
export interface Batcher<I, O> {
  /** Resolves, or rejects, with its own batch. */
  add(item: I): Promise<O>
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>
}

interface Waiting<I, O> {
  readonly item: I
  readonly settled: PromiseWithResolvers<O>
}

/** @param send answers one result for each item, in their order; at most `maxSize` items at a time. */
export function createBatcher<I, O>(options: {
  readonly maxSize: number
  readonly send: (items: readonly I[]) => Promise<readonly O[]>
}): Batcher<I, O> {
  const waiting: Waiting<I, O>[] = []
  let sending: Promise<void> | undefined

  async function sendAll(): Promise<void> {
    // Those that come in the same turn of the event loop go along.
    await undefined
    while (waiting.length > 0) await sendBatch(waiting.splice(0, options.maxSize))
    sending = undefined
  }

  async function sendBatch(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const results = await options.send(batch.map(({ item }) => item))
      for (const [index, { settled }] of batch.entries()) {
        const result = results[index]
        if (index < results.length && result !== undefined) settled.resolve(result)
        else settled.reject(new Error('a batch answered less than it was asked'))
      }
    } catch (error) {
      for (const { settled } of batch) settled.reject(error)
    }
  }

  return {
    add: (item) => {
      const settled = Promise.withResolvers<O>()
      waiting.push({ item, settled })
      sending ??= sendAll()
      return settled.promise
    },
    idle: async () => {
      await sending
    },
  }
}
