/** One event as Postgres has it: the truth. */
export interface LedgerEvent {
  readonly conversationId: string
  readonly seq: number
  readonly id: string
  readonly clientMsgId: string
}

/** What one client showed, in the order in which it arrived. */
export interface Screen {
  readonly client: string
  readonly conversationId: string
  readonly shown: readonly { readonly seq: number; readonly id: string }[]
  readonly resyncs: number
  readonly connections: number
}

export interface Send {
  readonly conversationId: string
  readonly clientMsgId: string
  readonly isAcknowledged: boolean
}

export interface Evidence {
  readonly ledger: readonly LedgerEvent[]
  readonly screens: readonly Screen[]
  readonly sends: readonly Send[]
}

/** All zero where nothing went wrong, but for `delivered` and `acknowledged`, which say how much was looked at. */
export interface Verdict {
  readonly delivered: number
  readonly acknowledged: number
  /** In the ledger, not on a screen. */
  readonly lost: number
  /** Shown again. */
  readonly doubled: number
  /** Shown after a later one. */
  readonly reordered: number
  /** Shown, but not what the ledger has under that number. */
  readonly foreign: number
  /** Acknowledged, but not in the ledger; or there more than once. */
  readonly unstored: number
  readonly storedTwice: number
}

export function judge({ ledger, screens, sends }: Evidence): Verdict {
  const screenFaults = screens.map((screen) => judgeScreen(screen, ledger))
  const sum = (of: (fault: ScreenFaults) => number): number =>
    screenFaults.reduce((total, fault) => total + of(fault), 0)
  const acknowledged = sends.filter(({ isAcknowledged }) => isAcknowledged)
  const stored = (send: Send): number => ledger.filter(({ clientMsgId }) => clientMsgId === send.clientMsgId).length
  return {
    delivered: sum(({ delivered }) => delivered),
    acknowledged: acknowledged.length,
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
    reordered: sum(({ reordered }) => reordered),
    foreign: sum(({ foreign }) => foreign),
    unstored: acknowledged.filter((send) => stored(send) === 0).length,
    storedTwice: sends.filter((send) => stored(send) > 1).length,
  }
}

export const isFaultless = ({ delivered: _, acknowledged: __, ...faults }: Verdict): boolean =>
  Object.values(faults).every((count) => count === 0)

type ScreenFaults = Pick<Verdict, 'delivered' | 'lost' | 'doubled' | 'reordered' | 'foreign'>

function judgeScreen({ conversationId, shown }: Screen, ledger: readonly LedgerEvent[]): ScreenFaults {
  const truth = new Map(
    ledger.filter((event) => event.conversationId === conversationId).map((event) => [event.seq, event.id]),
  )
  const seen = new Set<number>()
  let [doubled, reordered, foreign, highest] = [0, 0, 0, 0]
  for (const { seq, id } of shown) {
    if (truth.get(seq) !== id) foreign += 1
    if (seen.has(seq)) doubled += 1
    else if (seq < highest) reordered += 1
    seen.add(seq)
    highest = Math.max(highest, seq)
  }
  const lost = [...truth.keys()].filter((seq) => !seen.has(seq)).length
  return { delivered: shown.length, lost, doubled, reordered, foreign }
}
