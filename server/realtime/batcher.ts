/** Gathers what many ask for at once into few loads. */
export interface Batcher {
  /** Resolves, or rejects, with the load that covers the id. */
  ask(id: string): Promise<void>
}

interface BatcherOptions {
  readonly load: (ids: readonly string[]) => Promise<void>
  /** How long the first of a batch waits for others. */
  readonly gatherMs: number
  readonly batchSize: number
}

export function createBatcher({ load, gatherMs, batchSize }: BatcherOptions): Batcher {
  let open: { readonly ids: Set<string>; readonly done: Promise<void> } | undefined

  async function run(ids: ReadonlySet<string>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs))
    if (open?.ids === ids) open = undefined
    await load([...ids])
  }

  return {
    ask(id) {
      if (open && open.ids.size >= batchSize) open = undefined
      if (!open) {
        const ids = new Set<string>()
        open = { ids, done: run(ids) }
      }
      open.ids.add(id)
      return open.done
    },
  }
}
