import { Agent, request } from 'node:http'
import type { AuthCall, AuthExchange, AuthReply } from '#tests/support/auth-browser.ts'

const timeoutMs = 10_000

/** Carries what a browser says at the sign-in to a server whose one trusted proxy we play. */
export function authOverHttp(url: string): AuthExchange {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  return (call) => exchange(url, agent, call)
}

function exchange(url: string, agent: Agent, { method, path, headers, body, address }: AuthCall): Promise<AuthReply> {
  const { promise, resolve, reject } = Promise.withResolvers<AuthReply>()
  const text = body === undefined ? '' : JSON.stringify(body)
  const sent = { ...headers, 'content-type': 'application/json', 'x-forwarded-for': address }
  const options = { agent, method, headers: sent, signal: AbortSignal.timeout(timeoutMs) }
  const asked = request(`${url}/api/auth/${path.join('/')}`, options, (answer) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.once('error', reject)
    answer.once('end', () => {
      const named = Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one) => [name, one] as const),
      )
      resolve({ status: answer.statusCode ?? 0, headers: named, body: Buffer.concat(chunks).toString() })
    })
  })
  asked.once('error', reject)
  asked.end(text)
  return promise
}
