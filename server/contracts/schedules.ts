import { readAlertsEveryMs } from './alerts.ts'
import type { JobName } from './jobs.ts'

export interface ScheduleContract {
  readonly job: JobName
  /** Checked against the job's contract before it is stored. */
  readonly payload: unknown
  /** Five fields of cron in `timezone`, or a period, whose slots are counted from the epoch. */
  readonly slots: { readonly cron: string; readonly timezone: string } | { readonly everyMs: number }
}

/**
 * What runs by the clock. Each slot enqueues one job over all workers; slots missed while none ran count as one, and a
 * slot whose predecessor's job has not ended is left out.
 */
export const schedules = {
  'prune-jobs': { job: 'prune-jobs', payload: {}, slots: { cron: '15 3 * * *', timezone: 'America/Sao_Paulo' } },
  'prune-mail': { job: 'prune-mail', payload: {}, slots: { cron: '25 3 * * *', timezone: 'America/Sao_Paulo' } },
  'prune-webhooks': {
    job: 'prune-webhooks',
    payload: {},
    slots: { cron: '35 3 * * *', timezone: 'America/Sao_Paulo' },
  },
  'prune-webhook-deliveries': {
    job: 'prune-webhook-deliveries',
    payload: {},
    slots: { cron: '45 3 * * *', timezone: 'America/Sao_Paulo' },
  },
  'apply-retention': {
    job: 'apply-retention',
    payload: {},
    slots: { cron: '55 3 * * *', timezone: 'America/Sao_Paulo' },
  },
  'evaluate-alerts': { job: 'evaluate-alerts', payload: {}, slots: { everyMs: readAlertsEveryMs } },
} as const satisfies Record<string, ScheduleContract>
