import type { NotificationCount, Notified } from '#db/queries/notifications.ts'
import type { NotificationSignal } from '../../contracts/signals.ts'
import type { Services } from '../../services.ts'

type Told = Pick<Services, 'pubsub' | 'keys'>

/** Hurries stored notifications to whoever is connected. Never rejects: their gateways find them without it, too. */
export async function announceNotified(
  services: Told,
  { epoch, notified }: { readonly epoch: string; readonly notified: readonly Notified[] },
): Promise<void> {
  await Promise.all(
    notified.map(({ userId, notification, unread }) =>
      announce(services, userId, { kind: 'notified', epoch, notification, unread }),
    ),
  )
}

/** Tells a person's other windows that the count of the unread has changed. */
export async function announceCount(services: Told, userId: string, count: NotificationCount): Promise<void> {
  const { epoch, headSeq, unread } = count
  await announce(services, userId, { kind: 'counted', epoch, headSeq, unread })
}

const announce = ({ pubsub, keys }: Told, userId: string, signal: NotificationSignal): Promise<boolean> =>
  pubsub.publish(keys.notificationsChannel(userId), JSON.stringify(signal))
