import type { NextApiHandler } from 'next'
import { answerAuth } from '#server/auth/answer-auth.ts'
import { clientAddress } from '#server/http/client-address.ts'
import { webServices } from '#src/services.ts'
import { guardHandler } from '#src/trpc/guard-handler.ts'

/** Signing in and out: NextAuth's addresses, and that of the second factor. */
const handler: NextApiHandler = async (request, response) => {
  const services = webServices()
  const { nextauth, ...query } = request.query
  const answer = await answerAuth(services, {
    method: request.method ?? 'GET',
    path: [nextauth ?? []].flat(),
    query,
    headers: request.headers,
    body: request.body,
    address: clientAddress(request, services.env.TRUSTED_PROXIES),
  })
  for (const [name, value] of answer.headers) response.appendHeader(name, value)
  response.status(answer.status).end(answer.body)
}

export const config = { api: { bodyParser: { sizeLimit: '16kb' } } }

export default guardHandler(handler, { accepts: 'form' })
