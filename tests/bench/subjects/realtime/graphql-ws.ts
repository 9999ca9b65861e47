import { EventEmitter, on, once } from 'node:events'
import { WebSocketServer } from 'ws'
import { loadPeer } from '../../harness/peers.ts'
import { portOf } from './raw-ws.ts'
import type { RealtimeServer, RealtimeServerOptions } from './realtime-subject.ts'
import { createRooms } from './rooms.ts'

interface GraphQl {
  readonly buildSchema: (source: string) => GraphQlSchema
}
interface GraphQlSchema {
  getSubscriptionType(): { getFields(): Record<string, { subscribe?: unknown; resolve?: unknown }> } | null | undefined
}
interface GraphQlWs {
  readonly useServer: (options: object, server: unknown) => unknown
}

const schemaText = `
  type Author { id: ID!, name: String!, side: String! }
  type Message { kind: String!, conversationId: ID!, seq: Int!, id: ID!, createdAt: String!, author: Author!, clientMsgId: ID!, body: String! }
  type Query { ok: Boolean }
  type Subscription { message(room: String!): Message! }
`

/** graphql-ws over `ws` as its README shows it, with a schema of the same event. */
export async function openGraphqlWs(options: RealtimeServerOptions): Promise<RealtimeServer> {
  const { buildSchema } = await loadPeer<GraphQl>('peers/realtime', 'graphql', ['buildSchema'])
  const { useServer: serve } = await loadPeer<GraphQlWs>('peers/realtime', 'graphql-ws/use/ws', ['useServer'])
  const messages = new EventEmitter()
  messages.setMaxListeners(0)
  const rooms = createRooms(options, (room, text) => messages.emit(room, JSON.parse(text)))
  const schema = buildSchema(schemaText)
  const field = schema.getSubscriptionType()?.getFields().message
  if (!field) throw new Error('the schema has no subscription')
  field.subscribe = async function* (_: unknown, { room }: { room: string }) {
    const arriving = on(messages, room)
    rooms.open(room)
    for await (const [message] of arriving) yield { message }
  }
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  serve({ schema }, server)
  await once(server, 'listening')
  return { port: portOf(server.address()) }
}
