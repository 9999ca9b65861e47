import type { RealtimeSubjectName } from './realtime-subject.ts'

/** How a client of each subject joins a room, and which of the frames it gets are messages. */
export interface Protocol {
  readonly path: string
  readonly subprotocol?: string
  /** What to send when the socket is open. */
  readonly hello: (room: string) => readonly string[]
  /** What to answer to a frame, if anything. */
  readonly reply?: (frame: Buffer, room: string) => string | undefined
  readonly isMessage: (frame: Buffer) => boolean
}

const trpc = (path: string, input: (room: string) => object): Omit<Protocol, 'path'> => ({
  hello: (room) => [JSON.stringify({ id: 1, method: 'subscription', params: { path, input: { json: input(room) } } })],
  reply: (frame) => (frame.length === 4 && frame.toString() === 'PING' ? 'PONG' : undefined),
  isMessage: (frame) => frame.length > 200 && frame.includes('"type":"data"'),
})

const socketIoPing = '2'.charCodeAt(0)
const graphqlQuery = `subscription ($room: String!) { message(room: $room)
  { kind conversationId seq id createdAt author { id name side } clientMsgId body } }`

export const protocols: Record<RealtimeSubjectName, Protocol> = {
  plantao: {
    path: '/trpc',
    // From the head on: history is another benchmark's matter.
    ...trpc('messages.stream', (conversationId) => ({ conversationId, lastEventId: '1' })),
  },
  raw_ws: { path: '/', hello: (room) => [room], isMessage: (frame) => frame.length > 200 },
  stock_trpc: { path: '/', ...trpc('room', (room) => ({ room })) },
  socket_io: {
    path: '/socket.io/?EIO=4&transport=websocket',
    hello: () => ['40'],
    reply: (frame, room) => {
      if (frame.length === 1 && frame[0] === socketIoPing) return '3'
      return frame.length < 100 && frame.toString().startsWith('40') ? `42["join","${room}"]` : undefined
    },
    isMessage: (frame) => frame.length > 200,
  },
  graphql_ws: {
    path: '/',
    subprotocol: 'graphql-transport-ws',
    hello: () => [JSON.stringify({ type: 'connection_init' })],
    reply: (frame, room) =>
      frame.length < 100 && frame.includes('connection_ack')
        ? JSON.stringify({ id: '1', type: 'subscribe', payload: { query: graphqlQuery, variables: { room } } })
        : undefined,
    isMessage: (frame) => frame.length > 200,
  },
}
