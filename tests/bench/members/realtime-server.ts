import { z } from 'zod'
import { command, serveMember } from '../harness/serve-member.ts'
import { openGraphqlWs } from '../subjects/realtime/graphql-ws.ts'
import { openRawSse } from '../subjects/realtime/raw-sse.ts'
import { openRawWs } from '../subjects/realtime/raw-ws.ts'
import { prefixOf } from '../subjects/realtime/realtime-subject.ts'
import { openSocketIo } from '../subjects/realtime/socket-io.ts'
import { openStockTrpc } from '../subjects/realtime/stock-trpc.ts'

/** A peer's server in a process of its own. */
const openers = {
  raw_ws: openRawWs,
  raw_sse: openRawSse,
  stock_trpc: openStockTrpc,
  socket_io: openSocketIo,
  graphql_ws: openGraphqlWs,
}
const names = ['raw_ws', 'raw_sse', 'stock_trpc', 'socket_io', 'graphql_ws'] as const

serveMember({
  open: command(z.object({ subject: z.enum(names), redisUrl: z.string() }), ({ subject, redisUrl }) =>
    openers[subject]({ redisUrl, prefix: prefixOf(subject) }),
  ),
})
