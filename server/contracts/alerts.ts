/** What an alert measures, and when that is too much. */
export interface AlertContract {
  /** The variable of the environment that holds its threshold. */
  readonly variable:
    | 'ALERT_HIT_RATE_BELOW'
    | 'ALERT_BACKLOG_ABOVE'
    | 'ALERT_OUTBOX_AGE_SECONDS_ABOVE'
    | 'ALERT_DEAD_LETTERS_ABOVE'
    | 'ALERT_REDIS_MEMORY_ABOVE'
    | 'ALERT_WORKER_SILENT_SECONDS'
  readonly unit: 'share' | 'count' | 'seconds'
  /** On which side of the threshold the trouble lies. */
  readonly isAbove: boolean
  /** Readings in a row beyond the threshold, so that one bad minute wakes nobody. */
  readonly readingsToRaise: number
  /** Cleared from here on: well on the other side of the threshold, so that a value on its edge tells once. */
  readonly clearsAt: (threshold: number) => number
}

const half = (threshold: number): number => Math.floor(threshold / 2)

/** Every alert on one screen. Adding one is an entry here and a line where it is measured, which does not compile without. */
export const alerts = {
  /** Share of the calls to all caches that were answered without a load, over ten minutes. */
  'low-hit-rate': {
    ...{ variable: 'ALERT_HIT_RATE_BELOW', unit: 'share', isAbove: false, readingsToRaise: 2 },
    clearsAt: (threshold) => Math.min(1, threshold + 0.05),
  },
  /** Jobs that are due and have not ended. */
  'queue-backlog': {
    ...{ variable: 'ALERT_BACKLOG_ABOVE', unit: 'count', isAbove: true, readingsToRaise: 2 },
    clearsAt: half,
  },
  /** How long the oldest job has been due without being in the queue. */
  'outbox-age': {
    ...{ variable: 'ALERT_OUTBOX_AGE_SECONDS_ABOVE', unit: 'seconds', isAbove: true, readingsToRaise: 2 },
    clearsAt: half,
  },
  /** Dead letters that nobody has dealt with. They do not go away by themselves: one reading is enough. */
  'failed-jobs': {
    ...{ variable: 'ALERT_DEAD_LETTERS_ABOVE', unit: 'count', isAbove: true, readingsToRaise: 1 },
    clearsAt: half,
  },
  /** How full the Redis is that may evict nothing. Without a limit of its own: of the machine's memory. */
  'redis-memory': {
    ...{ variable: 'ALERT_REDIS_MEMORY_ABOVE', unit: 'share', isAbove: true, readingsToRaise: 2 },
    clearsAt: (threshold) => Math.max(0, threshold - 0.1),
  },
  /** For how long a queue has had due jobs of which no worker has begun any. */
  'stuck-worker': {
    ...{ variable: 'ALERT_WORKER_SILENT_SECONDS', unit: 'seconds', isAbove: true, readingsToRaise: 1 },
    clearsAt: half,
  },
} as const satisfies Record<string, AlertContract>

export type AlertName = keyof typeof alerts

export const isAlertName = (name: string): name is AlertName => Object.hasOwn(alerts, name)

export const alertNames: readonly AlertName[] = Object.keys(alerts).filter(isAlertName)

/** How often all are read. A worker that has not read them for this and ALERT_WORKER_SILENT_SECONDS more is silent. */
export const readAlertsEveryMs = 60_000
