import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { z } from 'zod'
import type { AppRouter } from '#server/router.ts'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { socketWith } from '#tests/support/socket-of.ts'
import { command, serveMember } from '../harness/serve-member.ts'

/** Stock tRPC clients set up as the browser's, which come back by themselves: to the next gateway at each attempt. */
const connectArgs = z.object({
  gateways: z.array(z.string()),
  rooms: z.array(z.string()),
  count: z.int(),
  cookies: z.array(z.string()),
  /** Of the first of these clients among those of all processes. */
  offset: z.int(),
})

interface Client {
  startedAtMs: number
  head: number
  /** When it showed the event that it waits for. */
  caughtUpAtMs: number
}

const clients: Client[] = []
let wanted = Number.POSITIVE_INFINITY
const nowMs = (): number => performance.timeOrigin + performance.now()

async function connect(args: z.output<typeof connectArgs>): Promise<void> {
  for (let number = 0; number < args.count; number += 1) {
    open(args, args.offset + number)
    if (number % 100 === 99) await caughtUp()
  }
  await caughtUp()
}

function open({ gateways, rooms, cookies }: z.output<typeof connectArgs>, number: number): void {
  const cookie = cookies[number % cookies.length] ?? ''
  const address = `10.${2 + ((number >> 16) & 63)}.${(number >> 8) & 255}.${number & 255}`
  let turn = -1
  const socket = createWSClient({
    url: () => {
      turn += 1
      return `ws://${gateways[turn % gateways.length] ?? ''}/trpc`
    },
    WebSocket: socketWith(() => ({ cookie, 'x-forwarded-for': address })),
    retryDelayMs: (attempt) => fullJitterMs(attempt, { baseMs: 1_000, capMs: 15_000 }),
    keepAlive: { enabled: true, intervalMs: 4_000, pongTimeoutMs: 3_000 },
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] })
  const client: Client = { startedAtMs: 0, head: 0, caughtUpAtMs: 0 }
  clients.push(client)
  const conversationId = rooms[number % rooms.length] ?? ''
  trpc.messages.stream.subscribe(
    { conversationId },
    {
      onStarted: () => {
        client.startedAtMs = nowMs()
      },
      onData: ({ data }) => {
        client.head = data.kind === 'resync' ? data.headSeq : data.seq
        if (client.head >= wanted && client.caughtUpAtMs === 0) client.caughtUpAtMs = nowMs()
      },
    },
  )
}

/** Until everyone has shown the first event. */
async function caughtUp(): Promise<void> {
  while (clients.some(({ head }) => head === 0)) await new Promise((resolve) => setTimeout(resolve, 20))
}

serveMember({
  connect: command(connectArgs, connect),
  /** From now on it is noted when a client shows this event. */
  waitFor: command(z.object({ seq: z.int() }), async ({ seq }) => {
    wanted = seq
    for (const client of clients) client.caughtUpAtMs = 0
  }),
  /** When each was subscribed again and caught up; 0 = not yet. */
  moments: command(z.unknown(), async () =>
    clients.map(({ startedAtMs, caughtUpAtMs }) => Math.max(caughtUpAtMs && startedAtMs, caughtUpAtMs)),
  ),
})
