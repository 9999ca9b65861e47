import {
  claimWhatsappSend,
  type SendOutcome,
  settleWhatsappSend,
  type WhatsappClaim,
  type WhatsappTold,
} from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import { jobs } from '#server/contracts/jobs.ts'
import type { WhatsappAnswer } from '#server/integrations/whatsapp.ts'
import type { JobContext, JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import { announceRow } from '../inbox/announce-row.ts'
import { NotItsTurn } from './not-its-turn.ts'
import { PermanentFailure } from './permanent-failure.ts'
import { messageOf } from './whatsapp-call.ts'
import { whileDatabaseAway } from './while-database-away.ts'

type Context = JobContext<'whatsapp-send', Services>

/**
 * Sends one message over WhatsApp, never twice: that the call is made is committed before it is made, and a call whose
 * outcome nobody learned is not repeated, whoever runs this again. Where the person has to write first the message is
 * held; where WhatsApp refused it without effect it is tried again, three calls in all.
 */
export const sendWhatsappMessage: JobHandler<'whatsapp-send', Services> = async (context) => {
  const { services, payload, log } = context
  const { whatsapp, db, env } = services
  if (!whatsapp) throw new PermanentFailure('WHATSAPP_PHONE_NUMBER_ID and WHATSAPP_ACCESS_TOKEN are not set')
  const claim = await claimInTurn(context)
  if (!claim) return log.info('the message is gone: nothing to send')
  if (claim.status !== 'send') return endWithout(context, claim)
  const { messageId } = payload
  const message = messageOf({ messageId, claim }, env)
  const answer = message ? await whatsapp.sendMessage(message) : nowhereToSend
  const outcome = outcomeOf(answer, context.isLastAttempt || claim.tries >= jobs['whatsapp-send'].attempts)
  const told = await whileDatabaseAway(() => settleWhatsappSend(db, { messageId, attempt: claim.attempt, outcome }))
  if (told) await tell(services, told)
  if (answer.kind === 'refused' && outcome.kind !== 'closed') throw answer.error
  if (answer.kind === 'unknown') {
    log.warn({ err: answer.error }, 'nobody knows whether it was sent: it is not sent again')
  }
}

/**
 * Earlier messages of the conversation go first, within reason: one that has to be tried again is overtaken. Whoever
 * waits does so in the queue, not in one of the few places of those that call.
 */
async function claimInTurn({ jobId, payload, services }: Context): Promise<WhatsappClaim | null> {
  // Ids of an earlier release say nothing of their time, and often one to come: they wait for nobody.
  const mayWait = Math.abs(services.clock() - madeAtMs(jobId)) < longestWaitMs
  const claim = { messageId: payload.messageId, jobId, claimId: newId(), mayWait }
  const answer = await whileDatabaseAway(() => claimWhatsappSend(services.db, claim))
  if (answer?.status === 'wait') throw new NotItsTurn('an earlier message of the conversation goes first')
  return answer
}

/** Longer than it takes until a killed worker's job starts again. */
const longestWaitMs = 40_000

/** The first 48 bits of a UUIDv7 (RFC 9562). */
const madeAtMs = (jobId: string): number => Number.parseInt(jobId.replaceAll('-', '').slice(0, 12), 16)

async function endWithout({ services, log }: Context, { status, told }: WhatsappClaim): Promise<void> {
  if (status === 'refused') throw new PermanentFailure('WhatsApp refused it before')
  log.info({ status, state: told.state }, 'not sent')
  if (status === 'unknown' || status === 'held') await tell(services, told)
}

const nowhereToSend: WhatsappAnswer = {
  kind: 'refused',
  code: undefined,
  error: new PermanentFailure('there is no number or no text to send'),
}

function outcomeOf(answer: WhatsappAnswer, isLastCall: boolean): SendOutcome {
  if (answer.kind !== 'refused') return answer
  const { code, error } = answer
  if (code === windowClosedCode) return { kind: 'closed', errorCode: code }
  if (error.isRateLimited && (error.retryAfterMs ?? 0) <= longestPauseMs) return { kind: 'limited', errorCode: code }
  return { kind: 'refused', errorCode: code, isFinal: isLastCall || !error.isRetryable }
}

/** The queue pauses that long for a limit without counting the attempt (server/jobs/perform-job.ts); no longer. */
const longestPauseMs = 60_000

/** Free text more than 24 hours after the person last wrote. */
const windowClosedCode = 131047

/** What was held may have asked for a template. */
async function tell(services: Services, told: WhatsappTold): Promise<void> {
  await Promise.all([announceRow(services, told), told.state === 'held' && wakeRelay(services)])
}
