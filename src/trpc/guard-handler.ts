import type { NextApiHandler } from 'next'
import { type AcceptedBody, findForgery } from '#server/http/forged-request.ts'
import { webServices } from '#src/services.ts'

interface GuardOptions {
  /** `form` where a library posts urlencoded bodies, too. */
  readonly accepts?: AcceptedBody
}

/** For every route that changes something and checks no signature: another site's page is answered with 403. */
export const guardHandler =
  (handler: NextApiHandler, { accepts = 'json' }: GuardOptions = {}): NextApiHandler =>
  (request, response) => {
    const { env, log } = webServices()
    const forgery = findForgery(env, request, accepts)
    if (!forgery) return handler(request, response)
    const { status, code, message } = forgery
    log.info({ status, origin: request.headers.origin }, "refused what another site's page sent")
    response.setHeader('Cache-Control', 'no-store').status(status).json({ error: { code, message } })
  }
