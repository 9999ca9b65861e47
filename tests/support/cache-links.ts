import type { SubscriberLink } from '#server/redis/subscriber-link.ts'

/** A real link that the test looks into, and that loses messages when told to. */
export interface SpiedLink extends SubscriberLink {
  /** How many messages with this tag this process has heard. */
  heard(tag: string): number
  /** The next message is lost on the way. */
  loseNext(): void
  /** From now on nobody answers a PING, nor refuses it. */
  swallowPings(): void
}

export function spyOn(link: SubscriberLink): SpiedLink {
  const counts = new Map<string, number>()
  let toLose = 0
  let isSwallowing = false
  return {
    watch: (channel, watcher) =>
      link.watch(channel, {
        onUp: () => watcher.onUp(),
        onDown: () => watcher.onDown(),
        onMessage(text) {
          if (toLose > 0) {
            toLose -= 1
            return
          }
          watcher.onMessage(text)
          for (const tag of text.split(' ').slice(2)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
        },
      }),
    ping: (timeoutMs) => (isSwallowing ? new Promise<never>(() => {}) : link.ping(timeoutMs)),
    reconnect: () => link.reconnect(),
    heard: (tag) => counts.get(tag) ?? 0,
    loseNext() {
      toLose += 1
    },
    swallowPings() {
      isSwallowing = true
    },
  }
}
