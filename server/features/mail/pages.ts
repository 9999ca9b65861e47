import { z } from 'zod'

/** Part of an address; nothing typed is no search. */
export const searchText = z
  .string()
  .trim()
  .max(254)
  .transform((text) => text || undefined)
  .optional()

/** A page of what was found with a limit one above: the position of its last item, where more follow. */
export function pageOf<T, P>(found: readonly T[], limit: number, positionOf: (item: T) => P) {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: found.length > limit && last !== undefined ? positionOf(last) : null }
}
