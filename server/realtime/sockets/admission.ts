import type { Pace, SocketLimits } from '../../contracts/sockets.ts'
import { take } from './pace.ts'
import type { TimerWheel, Visited } from './timer-wheel.ts'

export type Refusal = 'gateway_full' | 'address_full' | 'address_too_fast' | 'user_full'

/** Counts who holds a socket or a stream on this gateway. */
export interface Admission {
  /** Counts one more for the address, or says why not. Pair each success with `leave`. */
  enter(address: string): Refusal | undefined
  leave(address: string): void
  /** The same for a person, once it is known who it is. */
  enterUser(userId: string): Refusal | undefined
  leaveUser(userId: string): void
  readonly total: number
}

interface AddressCount {
  sockets: number
  paidAtMs: number
}

const sweepEveryMs = 10_000

export function createAdmission(limits: SocketLimits, wheel: TimerWheel): Admission {
  const { perAddress, perUser, perGateway } = limits
  const arrivals: Pace = { burst: perAddress.sockets, perSecond: perAddress.sockets / perAddress.returnSeconds }
  const addresses = new Map<string, AddressCount>()
  const users = new Map<string, number>()
  let total = 0

  const sweep: Visited = {
    visit(nowMs) {
      for (const [address, { sockets, paidAtMs }] of addresses) {
        if (sockets === 0 && paidAtMs <= nowMs) addresses.delete(address)
      }
      return sweepEveryMs
    },
  }
  wheel.add(sweep, sweepEveryMs)

  return {
    enter(address) {
      if (total >= perGateway.sockets) return 'gateway_full'
      const count = addresses.get(address) ?? { sockets: 0, paidAtMs: 0 }
      if (count.sockets >= perAddress.sockets) return 'address_full'
      const paidAtMs = take(arrivals, count.paidAtMs, { nowMs: wheel.now() })
      if (paidAtMs === undefined) return 'address_too_fast'
      addresses.set(address, count)
      count.paidAtMs = paidAtMs
      count.sockets += 1
      total += 1
      return undefined
    },
    leave(address) {
      const count = addresses.get(address)
      if (!count) return
      count.sockets -= 1
      total -= 1
    },
    enterUser(userId) {
      const sockets = users.get(userId) ?? 0
      if (sockets >= perUser.sockets) return 'user_full'
      users.set(userId, sockets + 1)
      return undefined
    },
    leaveUser(userId) {
      const sockets = users.get(userId) ?? 0
      if (sockets > 1) users.set(userId, sockets - 1)
      else users.delete(userId)
    },
    get total() {
      return total
    },
  }
}
