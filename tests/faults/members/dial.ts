import { WebSocket } from 'ws'

export interface Dial {
  /** `host:port` of a gateway. */
  readonly gateway: string
  readonly cookie: string
  /** Where the gateway believes it comes from: a crowd behind one address is refused. */
  readonly address: string
  readonly origin?: string
}

/** A bare socket to a gateway, once it is open; undefined where it was turned away. */
export function dial({ gateway, cookie, address, origin }: Dial): Promise<WebSocket | undefined> {
  const socket = new WebSocket(`ws://${gateway}/trpc`, {
    perMessageDeflate: false,
    handshakeTimeout: 20_000,
    headers: { cookie, 'x-forwarded-for': address },
    ...(origin !== undefined && { origin }),
  })
  // The close event follows.
  socket.on('error', () => {})
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket))
    socket.once('close', () => resolve(undefined))
  })
}

/** tRPC's frame of a subscription to a conversation, from the cursor on. */
export const subscription = (id: number, conversationId: string, lastEventId?: string): string =>
  JSON.stringify({
    id,
    method: 'subscription',
    params: { path: 'messages.stream', input: { json: { conversationId, lastEventId } } },
  })
