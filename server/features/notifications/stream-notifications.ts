import { type Notification, notification } from '../../contracts/events.ts'
import type { Services } from '../../services.ts'
import { listen, parseJson } from '../listen.ts'
import { createSignal } from '../signal.ts'

const longestWaitMs = 30_000
const mostWaiting = 100

/**
 * Hints for one user: "look at this conversation again". Not durable: after a reconnect, or when too many waited,
 * the hint without a conversation says "look at everything again".
 */
export async function* streamNotifications(services: Services, userId: string, signal: AbortSignal | undefined) {
  let waiting: Notification[] = []
  const wake = createSignal(signal)
  const add = (next: Notification) => {
    waiting = waiting.length < mostWaiting ? [...waiting, next] : [{ kind: 'everything.changed' }]
    wake.set()
  }
  await using _subscription = await listen(services, services.keys.notificationsChannel(userId), {
    onText: (text) => add(notification.safeParse(parseJson(text)).data ?? { kind: 'everything.changed' }),
    onReconnect: () => add({ kind: 'everything.changed' }),
  })
  while (!signal?.aborted) {
    const batch = waiting
    waiting = []
    yield* batch
    if (waiting.length === 0) await wake.wait(longestWaitMs)
  }
}
