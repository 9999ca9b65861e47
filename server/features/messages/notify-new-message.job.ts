import { readMessageRecipients } from '#db/queries/notify.ts'
import type { Notification } from '#server/contracts/events.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'

type Handler = JobHandler<'notify-new-message', Services>

/** Hints to look again: publishing one twice is harmless. */
export const notifyNewMessage: Handler = async ({ payload, services }) => {
  const { db, keys, pubsub } = services
  const found = await readMessageRecipients(db, payload)
  if (!found) return
  const { conversationId, headSeq, recipientIds } = found
  const hint = JSON.stringify({ kind: 'conversation.changed', conversationId, headSeq } satisfies Notification)
  const sent = await Promise.all(recipientIds.map((userId) => pubsub.publish(keys.notificationsChannel(userId), hint)))
  if (sent.includes(false)) throw new Error('Redis did not take every notification')
}
