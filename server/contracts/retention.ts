/** How long each kind of thing is kept. */
export interface RetentionRule {
  readonly keepDays: number
  /** What the night does: erases the people, deletes the rows or clears a part of them, or leaves it to another job. */
  readonly by: 'erasing' | 'deleting' | 'clearing' | { readonly job: string }
}

const years = (count: number): number => count * 365

/** The longest six months. */
const halfYear = 184

/** Every rule on one screen; docs/privacy.md says why each is as it is. No row of the audit log ever goes. */
export const retentionRules = {
  /** Who wrote, never paid, and has not been heard of since. */
  visitors: { keepDays: years(2), by: 'erasing' },
  /** Clients and whoever paid: as long as a claim from the contract can be made (Código Civil, art. 205). */
  clients: { keepDays: years(10), by: 'erasing' },
  /** Looked after once more each night: what a provider told late is cleared, too. */
  'erased-people': { keepDays: 90, by: 'erasing' },
  /** Connection records: Marco Civil da Internet, art. 15. */
  'consent-addresses': { keepDays: halfYear, by: 'clearing' },
  /** Address and browser alone; the table refuses it any earlier. */
  'audit-addresses': { keepDays: halfYear, by: 'clearing' },
  'sign-in-links': { keepDays: 7, by: 'deleting' },
  'suppressed-addresses': { keepDays: years(2), by: 'deleting' },
  'privacy-requests': { keepDays: years(5), by: 'deleting' },
  'retention-reports': { keepDays: years(1), by: 'deleting' },
  /** Those that nobody decided; prune-jobs takes the others. */
  'dead-letters': { keepDays: years(1), by: 'deleting' },
  'inbound-webhooks': { keepDays: 90, by: { job: 'prune-webhooks' } },
  mails: { keepDays: 90, by: { job: 'prune-mail' } },
  'webhook-deliveries': { keepDays: 30, by: { job: 'prune-webhook-deliveries' } },
  jobs: { keepDays: 7, by: { job: 'prune-jobs' } },
} as const satisfies Record<string, RetentionRule>

export type RetentionRuleName = keyof typeof retentionRules
