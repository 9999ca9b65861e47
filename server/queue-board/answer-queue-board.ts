import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { AppError } from '../errors.ts'
import { createQueues } from '../jobs/queues.ts'
import type { Session } from '../redis/sessions/create-session-store.ts'
import type { Services } from '../services.ts'
import { createQueueBoard } from './create-queue-board.ts'

export interface QueueBoardDoor {
  /** Answers admins; 401 or 403 for anyone else, 405 for what is not read, 503 while sessions or queues cannot be. */
  answer(call: BoardCall): Promise<void>
}

interface BoardCall {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly readSession: () => Promise<Session | null>
}

/** @param basePath where requests for it come in, without a slash at the end */
export function createQueueBoardDoor(services: Services, basePath: string): QueueBoardDoor {
  let board: Hono | undefined
  return {
    answer: async ({ request, response, readSession }) => {
      const refusal = refusalOf(request.method, await readSession().catch(unlessUnavailable))
      board ??= openBoard(services, basePath)
      if (refusal !== undefined || board === undefined) return refuse(response, refusal ?? 503)
      await getRequestListener(board.fetch)(request, response)
    },
  }
}

/** Undefined where Redis is reached over HTTP only, which BullMQ cannot use. */
function openBoard({ env, redis, keys, log }: Services, basePath: string): Hono | undefined {
  if (!redis.state) return undefined
  const onError = (error: Error) => log.debug({ err: error }, 'queue connection')
  // Fails fast: a page that waits for Redis helps nobody.
  const { byName } = createQueues({ connection: redis.state, keys, onError })
  return createQueueBoard({ queues: byName, basePath, title: `${env.FIRM_NAME}: filas` })
}

function refusalOf(method: string | undefined, session: Session | null | 'unavailable'): number | undefined {
  if (session === 'unavailable') return 503
  if (session === null) return 401
  if (session.role !== 'admin') return 403
  return method === 'GET' || method === 'HEAD' ? undefined : 405
}

function unlessUnavailable(error: unknown): 'unavailable' {
  if (error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE') return 'unavailable'
  throw error
}

function refuse(response: ServerResponse, status: number): void {
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.writeHead(status).end(`${texts[status] ?? ''}\n`)
}

const texts: Readonly<Record<number, string>> = {
  401: 'Entre como administrador em /entrar. / Sign in as an admin at /entrar.',
  403: 'Só para administradores. / For admins only.',
  405: 'Aqui só se olha. / Look, do not touch.',
  503: 'As filas não respondem agora. / The queues do not answer right now.',
}
