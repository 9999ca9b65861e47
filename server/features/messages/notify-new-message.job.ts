import { notifyOfEvent } from '#db/queries/notifications.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { announceNotified } from '../notifications/announce.ts'

type Handler = JobHandler<'notify-new-message', Services>

/** Stores whom the message concerns, each once however often it runs, and hurries it to them. */
export const notifyNewMessage: Handler = async ({ payload, services }) => {
  const told = await notifyOfEvent(services.db, payload)
  // They are stored, and found by whoever is connected: what Redis did not take is no reason to run again.
  if (told) await announceNotified(services, told)
}
