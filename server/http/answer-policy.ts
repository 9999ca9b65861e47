import type { Env } from '../env.ts'
import { transportSecurity } from './page-policy.ts'

/**
 * For answers that are no pages, on servers of ours that Next does not run: data, to be read and not shown. What Next
 * serves has the same from next.config.mjs.
 */
export const answerHeaders = (env: Pick<Env, 'PUBLIC_URL'>): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-site',
  ...transportSecurity(env),
})
