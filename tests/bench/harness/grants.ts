import { z } from 'zod'

/** A granted call: sent and answered, in milliseconds of this machine's wall clock; it was decided in between. */
export const grant = z.object({ sentMs: z.number(), answeredMs: z.number() })
export type Grant = z.infer<typeof grant>

/**
 * The most grants that certainly lie within one span of `windowMs`: sent after its begin and answered before its end.
 * A limiter that shows more than its limit here has broken it, whatever the network did.
 */
export function mostGrantsInAnyWindow(grants: readonly Grant[], windowMs: number): number {
  const bySent = [...grants].sort((a, b) => a.sentMs - b.sentMs)
  let most = 0
  for (const [index, { sentMs }] of bySent.entries()) {
    let count = 0
    for (let later = index; later < bySent.length; later += 1) {
      const candidate = bySent[later]
      if (!candidate || candidate.sentMs > sentMs + windowMs) break
      if (candidate.answeredMs < sentMs + windowMs) count += 1
    }
    most = Math.max(most, count)
  }
  return most
}
