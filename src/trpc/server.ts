import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PublicConfig } from '#server/contracts/public-config.ts'
import { AppError } from '#server/errors.ts'
import { readPublicConfig } from '#server/public-config.ts'
import type { Session } from '#server/redis/sessions/create-session-store.ts'
import { appRouter } from '#server/router.ts'
import { createContext } from '#server/trpc/context.ts'
import { webServices } from '#src/services.ts'

/** Calls procedures without HTTP, as the person whose request this is: same limits, same session, same cache. */
export const createServerCaller = (request: IncomingMessage, response: ServerResponse) =>
  appRouter.createCaller(webContext(request, response))

export function webContext(request: IncomingMessage, response: ServerResponse) {
  const setCookie = (cookie: string) => void response.appendHeader('Set-Cookie', cookie)
  return createContext({ services: webServices(), request, setCookie })
}

export const readSiteConfig = (request: IncomingMessage): PublicConfig =>
  readPublicConfig(webServices().env, request.headers.host)

/** Whose page this is going to be; null for a stranger. */
export async function readPageViewer(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Session | null | 'unavailable'> {
  try {
    return await webContext(request, response).readSession()
  } catch (error) {
    if (error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE') return 'unavailable'
    throw error
  }
}
