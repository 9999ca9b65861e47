import type { IncomingMessage, ServerResponse } from 'node:http'
import type { PublicConfig } from '#server/contracts/public-config.ts'
import { readPublicConfig } from '#server/public-config.ts'
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
