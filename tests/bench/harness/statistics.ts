export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The nearest-rank percentile; 0 of nothing. */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1))] ?? 0
}

/** `digits` significant places: what a benchmark on a shared machine can claim. */
export function round(value: number, digits = 3): number {
  return Number(value.toPrecision(digits))
}

export const ratio = (ours: number, theirs: number): number => round(ours / theirs)

/** One line for people: what was measured of one subject. */
export interface Spread {
  readonly p50_ms: number
  readonly p99_ms: number
  readonly max_ms: number
}

export const spreadOf = (latenciesMs: readonly number[]): Spread => ({
  p50_ms: round(percentile(latenciesMs, 50)),
  p99_ms: round(percentile(latenciesMs, 99)),
  max_ms: round(percentile(latenciesMs, 100)),
})
