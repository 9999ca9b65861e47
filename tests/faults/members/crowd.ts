import { z } from 'zod'
import { command, serveMember } from '#tests/bench/harness/serve-member.ts'
import { createRandom } from '#tests/support/random.ts'
import { createSeat, type Seat } from './seat.ts'

/** Very many who watch one conversation, in a process of their own. */
const gathering = z.object({
  /** Each connection takes the next. */
  gateways: z.array(z.string()).min(1),
  conversationId: z.string(),
  cookies: z.array(z.string()).min(1),
  count: z.int(),
  seed: z.int(),
  /** Who is cut comes back within this time, evenly spread. */
  returnWithinMs: z.int().default(1_000),
})

const dialledAtOnce = 250
const seats: Seat[] = []

async function gather(args: z.output<typeof gathering>): Promise<void> {
  const { gateways, conversationId, cookies, count, seed, returnWithinMs } = args
  const random = createRandom(seed)
  const gathered = Array.from({ length: count }, (_, index) => {
    let connections = index
    return createSeat({
      conversationId,
      returnMs: () => random.between(0, returnWithinMs),
      way() {
        connections += 1
        return {
          gateway: gateways[connections % gateways.length] ?? '',
          cookie: cookies[index % cookies.length] ?? '',
          address: `10.${40 + ((index >> 16) & 127)}.${(index >> 8) & 255}.${index & 255}`,
        }
      },
    })
  })
  seats.push(...gathered)
  for (let from = 0; from < count; from += dialledAtOnce) {
    await Promise.all(gathered.slice(from, from + dialledAtOnce).map((seat) => seat.sit()))
  }
}

const sum = (of: (seat: Seat) => number): number => seats.reduce((total, seat) => total + of(seat), 0)

serveMember({
  gather: command(gathering, gather),
  stopReading: command(z.unknown(), async () => {
    for (const seat of seats) seat.stopReading()
  }),
  readAgain: command(z.unknown(), async () => {
    for (const seat of seats) seat.readAgain()
  }),
  look: command(z.object({ headSeq: z.int() }), async ({ headSeq }) => ({
    open: sum(({ isOpen }) => (isOpen ? 1 : 0)),
    atHead: sum(({ isOpen, place }) => (isOpen && place.seq >= headSeq ? 1 : 0)),
    connections: sum((seat) => seat.connections),
    skipped: sum(({ place }) => place.skipped),
    repeated: sum(({ place }) => place.repeated),
    resyncs: sum(({ place }) => place.resyncs),
  })),
})
