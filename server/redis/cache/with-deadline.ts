import { AppError } from '../../errors.ts'

/** Runs `work`; after `timeoutMs` aborts its signal and rejects, whether or not it ever returns. */
export async function withDeadline<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(tooSlow(timeoutMs))
    controller.abort()
  }, timeoutMs)
  try {
    return await Promise.race([work(controller.signal), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const tooSlow = (timeoutMs: number): AppError =>
  new AppError('SERVICE_UNAVAILABLE', {
    publicMessage: 'This takes too long right now. Try again in a moment.',
    internal: `A load for the cache took longer than ${timeoutMs} ms`,
    details: { retryAfterMs: 1_000 },
  })

/** The answer of `work`, or undefined if it takes longer; it goes on meanwhile, and then is not to be awaited again. */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), timeoutMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
