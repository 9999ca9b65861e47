import { createTRPCUntypedClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { socketWith } from '../socket-of.ts'
import type { Cell } from './authorisation-table.ts'
import { cellOf } from './call-procedure.ts'
import type { Procedure } from './procedures.ts'

interface Subscription {
  readonly port: number
  readonly procedure: Procedure
  readonly conversationId: string
  readonly cookie: string | undefined
}

/** Subscribes over a WebSocket as a browser does, and says whether the gateway began to serve it. */
export async function openSubscription({ port, procedure, conversationId, cookie }: Subscription): Promise<Cell> {
  const socket = createWSClient({
    url: `ws://127.0.0.1:${port}/trpc`,
    WebSocket: socketWith(() => (cookie === undefined ? {} : { cookie })),
  })
  const client = createTRPCUntypedClient({ links: [wsLink({ client: socket, transformer: superjson })] })
  const { path, input } = procedure
  try {
    return await new Promise<Cell>((resolve, reject) => {
      client.subscription(path, input(conversationId), {
        onStarted: () => resolve('yes'),
        onError: (error) => {
          try {
            resolve(cellOf(codeOf(error), { path, reason: error }))
          } catch (meaningless) {
            reject(meaningless)
          }
        },
      })
    })
  } finally {
    await socket.close()
  }
}

function codeOf(error: unknown): string {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined
  return typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : 'INTERNAL_SERVER_ERROR'
}
