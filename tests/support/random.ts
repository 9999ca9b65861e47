/** The same numbers at every run: a linear congruential generator (Numerical Recipes), never 1. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return {
    next,
    /** A whole number from `from` to `to`, both included. */
    between: (from: number, to: number): number => from + Math.floor(next() * (to - from + 1)),
    pick: <T>(first: T, ...rest: readonly T[]): T => rest[Math.floor(next() * (rest.length + 1)) - 1] ?? first,
  }
}

export type Random = ReturnType<typeof createRandom>
