import type { Notification } from '#server/contracts/notifications.ts'
import type { NotificationSignal } from '#server/contracts/signals.ts'

export interface Count {
  readonly epoch: string
  readonly headSeq: number
  readonly unread: number
}

/** What a gateway knows of one person's notifications. Pure. */
export interface Desk {
  /** Undefined until it was read for the first time. */
  count(): Count | undefined
  /** Changes with every signal: what was read before one is older than it. */
  version(): number
  hear(signal: NotificationSignal): void
  /** @param version of the desk when the reading began */
  see(count: Count, version: number): void
  /** All after that number, when none of them is missing here. */
  after(seq: number): readonly Notification[] | undefined
}

const keptNotifications = 50

export function createDesk(): Desk {
  let known: Count | undefined
  let version = 0
  /** Without holes, up to the head. */
  let recent: Notification[] = []

  function keep(next: Notification): void {
    const last = recent.at(-1)?.seq
    if (last !== undefined && next.seq <= last) return
    recent = last !== undefined && next.seq === last + 1 ? [...recent.slice(1 - keptNotifications), next] : [next]
  }

  function move(count: Count): void {
    if (known?.epoch !== count.epoch) recent = []
    known = count
  }

  return {
    count: () => known,
    version: () => version,
    hear(signal) {
      version += 1
      // Of another epoch, or before the first reading: the next reading tells.
      if (!known || signal.epoch !== known.epoch) return
      const headSeq = signal.kind === 'notified' ? signal.notification.seq : signal.headSeq
      if (signal.kind === 'notified') keep(signal.notification)
      if (headSeq >= known.headSeq) known = { ...known, headSeq, unread: signal.unread }
    },
    see(count, readAt) {
      const isStale = readAt !== version && known?.epoch === count.epoch
      if (!isStale) move(count)
      else if (known && count.headSeq > known.headSeq) known = { ...known, headSeq: count.headSeq }
    },
    after(seq) {
      if (!known || recent.at(-1)?.seq !== known.headSeq) return undefined
      const [first] = recent
      if (!first || first.seq > seq + 1) return undefined
      return recent.filter((item) => item.seq > seq)
    },
  }
}
