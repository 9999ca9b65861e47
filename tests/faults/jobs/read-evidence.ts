import { z } from 'zod'
import { schedules } from '#server/contracts/schedules.ts'
import { sqlOf } from './clear-ground.ts'
import type { Evidence, LedgerJob, Mutation, Reply, StoredMutation } from './oracle.ts'
import type { JobsWorld } from './world.ts'

const job = z.object({
  id: z.string(),
  name: z.string(),
  subjectId: z.string().nullable(),
  outcome: z.enum(['done', 'dead', 'canceled']).nullable(),
})
const storedMutation = z.object({ id: z.string(), kind: z.enum(['conversation', 'reply']), subjectId: z.string() })
const reply = z.object({ id: z.string(), state: z.string() })

/** Postgres' tables and the simulator's, against what was asked for. */
export async function readEvidence(world: JobsWorld, mutations: readonly Mutation[]): Promise<Evidence> {
  const [stored, jobs, replies, effects] = await Promise.all([
    readStored(world),
    readJobs(world),
    readReplies(world),
    world.simulator.effects(),
  ])
  return { mutations, stored, jobs, replies, effects }
}

/** Also of what nobody asked for any more: a call may have been stored although its caller gave it up. */
async function readStored({ services: { db } }: JobsWorld): Promise<StoredMutation[]> {
  return storedMutation.array().parse([
    ...(await sqlOf(db)`
      select request_id as id, 'conversation' as kind, id as "subjectId"
      from public.conversations where channel = 'site'
      union all
      select e.client_msg_id, 'reply', e.id
      from public.conversation_events as e join public.conversations as c on c.id = e.conversation_id
      where c.channel = 'whatsapp' and e.author_side = 'staff'`),
  ])
}

/** Schedules have a job at any moment: they are nobody's loss. */
async function readJobs({ services: { db } }: JobsWorld): Promise<LedgerJob[]> {
  const scheduled: string[] = Object.values(schedules).map((schedule) => schedule.job)
  return job.array().parse([
    ...(await sqlOf(db)`
      select id, name, outcome, coalesce(payload ->> 'messageId', payload ->> 'conversationId') as "subjectId"
      from public.outbox where name not in ${sqlOf(db)(['', ...scheduled])}`),
  ])
}

async function readReplies({ services: { db } }: JobsWorld): Promise<Reply[]> {
  return reply
    .array()
    .parse([...(await sqlOf(db)`select id, state from public.whatsapp_messages where direction = 'out'`)])
}
