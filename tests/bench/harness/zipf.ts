/**
 * Ranks 0…count-1, drawn with a probability proportional to 1 / (rank + 1): the popularity of pages on most sites
 * (Breslau et al., "Web Caching and Zipf-like Distributions", 1999).
 */
export function createZipf(count: number, random: () => number = Math.random): () => number {
  const cumulative: number[] = []
  let total = 0
  for (let rank = 0; rank < count; rank += 1) {
    total += 1 / (rank + 1)
    cumulative.push(total)
  }
  return () => {
    const target = random() * total
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulative[middle] ?? total) < target) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Repeatable randomness (mulberry32), so that two subjects meet the same sequence. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
