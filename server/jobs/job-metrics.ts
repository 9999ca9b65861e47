import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { JobTotals } from '#db/queries/job-totals.ts'
import type { QueueCounts } from './count-queues.ts'
import type { AttemptReport } from './job-runtime.ts'

export interface JobMetrics {
  readonly contentType: string
  /** Prometheus' text format. */
  render(): Promise<string>
  readonly onAttempt: (report: AttemptReport) => void
}

interface JobMetricsOptions {
  /** Both may fail: what cannot be read is left out. */
  readonly readTotals: () => Promise<JobTotals>
  readonly countQueues: () => Promise<QueueCounts>
}

/** Attempts are counted as they end; what the outbox and the queues hold is read when it is asked for. */
export function createJobMetrics({ readTotals, countQueues }: JobMetricsOptions): JobMetrics {
  const registry = new Registry()
  const attempts = new Counter({
    name: 'plantao_jobs_attempts_total',
    help: 'Attempts by how they ended: done, retry, dead, ended (nothing to do), later (put off)',
    labelNames: ['job', 'queue', 'outcome'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'plantao_jobs_attempt_seconds',
    help: 'How long an attempt took, with its record in the database',
    labelNames: ['job'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  addOutboxMetrics(registry, readTotals)
  addQueueMetrics(registry, countQueues)
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    onAttempt: ({ name, queue, outcome, durationMs }) => {
      attempts.inc({ job: name, queue, outcome })
      durations.observe({ job: name }, durationMs / 1_000)
    },
  }
}

function addOutboxMetrics(registry: Registry, readTotals: () => Promise<JobTotals>): void {
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `plantao_outbox_${name}`, help, registers: [registry] })
  const waiting = gauge('waiting', 'Jobs that are due and not in the queue yet')
  const oldest = gauge('oldest_seconds', 'Age of the oldest of them')
  const later = gauge('later', 'Jobs that wait for their time')
  const unfinished = gauge('unfinished', 'Jobs in the queue or running')
  const unstarted = gauge('oldest_unstarted_seconds', 'The longest that a job in the queue has waited for its start')
  const letters = gauge('dead_letters', 'Dead letters that nobody has dealt with')
  const all = [waiting, oldest, later, unfinished, unstarted, letters]
  new Gauge({
    name: 'plantao_outbox_readable',
    help: '0 when the database could not be asked',
    registers: [registry],
    async collect() {
      const totals = await readTotals().catch(() => undefined)
      this.set(totals ? 1 : 0)
      if (!totals) return void all.map((each) => each.reset())
      waiting.set(totals.waiting)
      oldest.set(totals.oldestMs / 1_000)
      later.set(totals.later)
      unfinished.set(totals.unfinished)
      unstarted.set(totals.oldestUnstartedMs / 1_000)
      letters.set(totals.deadLetters)
    },
  })
}

function addQueueMetrics(registry: Registry, countQueues: () => Promise<QueueCounts>): void {
  new Gauge({
    name: 'plantao_queue_jobs',
    help: 'Jobs in a queue by state',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      const counts = await countQueues().catch(() => undefined)
      for (const [queue, states] of Object.entries(counts ?? {})) {
        for (const [state, count] of Object.entries(states)) this.set({ queue, state }, count)
      }
    },
  })
}
