import type { Db } from '#db/client.ts'
import { type Burial, buryJobs } from '#db/queries/dead-letters.ts'
import { type DoneJob, type FailedAttempt, noteJobs } from '#db/queries/outbox.ts'
import { createBatcher } from './batcher.ts'

/** Postgres' record of what became of each job, which alone decides whether a job still has to run. */
export interface JobLedger {
  /** 'ended': it was canceled, or has run to its end before, and must not start. */
  start(jobId: string): Promise<'started' | 'ended'>
  done(job: DoneJob): Promise<void>
  failed(attempt: FailedAttempt): Promise<void>
  bury(burial: Burial): Promise<void>
  /** Resolves when everything said so far is written, or has failed to be. */
  idle(): Promise<void>
}

const maxBatch = 500

type Note = { readonly started: string } | { readonly done: DoneJob } | { readonly failed: FailedAttempt }

/** What many jobs have to say at once becomes one statement. */
export function createJobLedger(db: Db): JobLedger {
  const notes = createBatcher<Note, 'noted' | 'ended'>({ maxSize: maxBatch, send: (batch) => sendNotes(db, batch) })
  return {
    // A job that somebody put into the queue by hand has no row, and no id that could have one.
    start: async (jobId) => {
      if (!isRowId(jobId)) return 'started'
      return (await notes.add({ started: jobId })) === 'ended' ? 'ended' : 'started'
    },
    done: async (job) => {
      if (isRowId(job.id)) await notes.add({ done: job })
    },
    failed: async (attempt) => {
      if (isRowId(attempt.id)) await notes.add({ failed: attempt })
    },
    bury: async (burial) => {
      if (isRowId(burial.id)) await buryJobs(db, [burial])
    },
    idle: () => notes.idle(),
  }
}

async function sendNotes(db: Db, batch: readonly Note[]) {
  const started = batch.flatMap((note) => ('started' in note ? [note.started] : []))
  const done = batch.flatMap((note) => ('done' in note ? [note.done] : []))
  const failed = batch.flatMap((note) => ('failed' in note ? [note.failed] : []))
  const ended = new Set(await noteJobs(db, { started: started.sort(), done: byId(done), failed: byId(failed) }))
  return batch.map((note) => ('started' in note && ended.has(note.started) ? 'ended' : 'noted'))
}

const rowId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const isRowId = (id: string): boolean => rowId.test(id)

/** Every batch locks its rows in one order: two that share some cannot wait for each other in a circle. */
const byId = <T extends { readonly id: string }>(items: T[]): readonly T[] =>
  items.sort((left, right) => (left.id < right.id ? -1 : 1))
