/** The newest revision heard of each conversation, the last noted ones only. */
export interface RevisionBook {
  isNew(id: string, revision: number): boolean
  /** @returns whether it is newer than what was known */
  note(id: string, revision: number): boolean
  replace(revisions: ReadonlyMap<string, number>): void
}

export function createRevisionBook(capacity = 10_000): RevisionBook {
  let known = new Map<string, number>()

  const isNew = (id: string, revision: number): boolean => revision > (known.get(id) ?? -1)

  function note(id: string, revision: number): boolean {
    if (!isNew(id, revision)) return false
    known.delete(id)
    known.set(id, revision)
    const [oldest] = known.size > capacity ? known.keys() : []
    if (oldest !== undefined) known.delete(oldest)
    return true
  }

  return {
    isNew,
    note,
    replace(revisions) {
      known = new Map(revisions)
    },
  }
}
