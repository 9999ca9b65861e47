/** What callers share, none may change. For plain values, as JSON gives them; done once per value, not per read. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value
  const inners: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  for (const inner of inners) if (typeof inner === 'object') deepFreeze(inner)
  return Object.freeze(value)
}
