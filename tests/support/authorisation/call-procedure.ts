import { callTRPCProcedure, getTRPCErrorFromUnknown } from '@trpc/server'
import { ZodError } from 'zod'
import { appRouter } from '#server/router.ts'
import { createContext } from '#server/trpc/context.ts'
import type { TestStack } from '../stack.ts'
import { newAddress } from './ask-for.ts'
import type { Cell } from './authorisation-table.ts'
import type { Procedure } from './procedures.ts'

interface Call {
  readonly stack: TestStack
  readonly procedure: Procedure
  readonly conversationId: string
  readonly cookie: string | undefined
}

/** Calls a query or mutation and says whether its caller was let in. Throws where the call says nothing about that. */
export async function callProcedure({ stack, procedure, conversationId, cookie }: Call): Promise<Cell> {
  const { path, type, input } = procedure
  const request = { headers: { cookie, host: '127.0.0.1' }, socket: { remoteAddress: newAddress() } }
  try {
    await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      getRawInput: async () => input(conversationId),
      ctx: createContext({ services: stack.services, request, setCookie: () => undefined }),
      signal: undefined,
      batchIndex: 0,
    })
    return 'yes'
  } catch (thrown) {
    const error = getTRPCErrorFromUnknown(thrown)
    return cellOf(error.code, { path, reason: error.cause ?? error })
  }
}

/** What a refusal means; an input that is none, and what broke, mean nothing. */
export function cellOf(code: string, { path, reason }: { readonly path: string; readonly reason: unknown }): Cell {
  if (code === 'UNAUTHORIZED') return '401'
  if (code === 'FORBIDDEN') return '403'
  if (reason instanceof ZodError) throw new Error(`${path}: add a sample to samples.ts: ${reason.message}`)
  if (broken.includes(code)) throw new Error(`${path} answered ${code}`, { cause: reason })
  return 'yes'
}

const broken = ['INTERNAL_SERVER_ERROR', 'TOO_MANY_REQUESTS', 'TIMEOUT', 'METHOD_NOT_SUPPORTED', 'PARSE_ERROR']
