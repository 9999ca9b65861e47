import { expect, test } from 'vitest'
import { linkLifeSeconds } from '../auth/link-life.ts'
import { type JobContract, jobs } from './jobs.ts'

const hourMs = 60 * 60_000
const mails = Object.entries(jobs).filter(([, { queue }]) => queue === 'emails')
/** The longest wait that is granted to a provider, as in server/jobs/retry-delay.ts. */
const maxRetryAfterMs = hourMs

type Pace = Pick<JobContract, 'attempts' | 'backoff' | 'timeoutMs'>

/** From the first attempt to the last. */
function horizonMs({ attempts, backoff, timeoutMs }: Pace, share: number, atLeastMs = 0): number {
  const waits = Array.from({ length: attempts - 1 }, (_, n) => Math.min(backoff.maxMs, backoff.baseMs * 2 ** n) * share)
  return waits.reduce((sum, wait) => sum + Math.max(wait, atLeastMs) + timeoutMs, 0)
}

/** Its link works for ten minutes; after that there is nothing to send. */
const hasty = 'email-sign-in-link'

test.each(mails.filter(([name]) => name !== hasty))(
  '%s outlives four hours of a provider that is down',
  (_, contract) => {
    expect(horizonMs(contract, 0.5)).toBeGreaterThan(4 * hourMs)
  },
)

test('a sign-in link is tried for as long as it works, also where each attempt fails at once', () => {
  expect(horizonMs({ ...jobs[hasty], timeoutMs: 0 }, 0.5)).toBeGreaterThan(linkLifeSeconds * 1_000)
})

test.each(mails)('%s is never tried again after Resend may have forgotten its idempotency key', (_, contract) => {
  expect(horizonMs(contract, 1, maxRetryAfterMs)).toBeLessThan(23 * hourMs)
})
