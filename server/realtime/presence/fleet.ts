/** What `hold-presence-lease` answered. */
export interface LeaseReport {
  /** False when one's own lease had ended: nobody renewed it in time, or Redis was emptied. */
  readonly wasHeld: boolean
  readonly holderIds: readonly string[]
}

export interface FleetNews {
  readonly diedIds: readonly string[]
  /** False where they are only out of sight, Redis being away. */
  readonly isProven: boolean
  /** Others may have taken this gateway for dead: everything must be told again. */
  readonly mustTellAgain: boolean
}

/** Which gateways live, as one of them sees it. */
export interface Fleet {
  /** After each attempt to hold the own lease; undefined when Redis did not answer. */
  note(report: LeaseReport | undefined, nowMs: number): FleetNews
  /** A gateway that speaks lives. */
  meet(gatewayId: string): void
  isAlive(gatewayId: string): boolean
}

interface FleetOptions {
  /** How long others are believed to live while Redis does not answer. */
  readonly blindMs: number
  /** After Redis lost its memory, others need a turn to appear again: absence proves nothing for that long. */
  readonly graceMs: number
}

export function createFleet({ blindMs, graceMs }: FleetOptions): Fleet {
  let alive = new Set<string>()
  let trustedFromMs = Number.NEGATIVE_INFINITY
  let lastAnswerMs: number | undefined

  function forgetAll(): FleetNews {
    const diedIds = [...alive]
    alive = new Set()
    return { diedIds, isProven: false, mustTellAgain: false }
  }

  function judge({ wasHeld, holderIds }: LeaseReport, nowMs: number): FleetNews {
    const holders = new Set(holderIds)
    if (!wasHeld) trustedFromMs = nowMs + graceMs
    if (nowMs < trustedFromMs) {
      alive = new Set([...alive, ...holders])
      return { diedIds: [], isProven: true, mustTellAgain: !wasHeld }
    }
    const diedIds = [...alive].filter((id) => !holders.has(id))
    alive = holders
    return { diedIds, isProven: true, mustTellAgain: false }
  }

  return {
    note(report, nowMs) {
      if (report) {
        lastAnswerMs = nowMs
        return judge(report, nowMs)
      }
      lastAnswerMs ??= nowMs
      return nowMs - lastAnswerMs > blindMs ? forgetAll() : { diedIds: [], isProven: false, mustTellAgain: false }
    },
    meet: (gatewayId) => void alive.add(gatewayId),
    isAlive: (gatewayId) => alive.has(gatewayId),
  }
}
