import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/** What the provider says of whoever signs in there. */
export interface ProviderPerson {
  readonly sub: string
  readonly name?: string
  readonly email?: string
  readonly email_verified?: boolean
}

interface Client {
  readonly id: string
  readonly secret: string
}

export interface OpenIdProvider extends AsyncDisposable {
  readonly url: string
  /** Somebody says yes on the provider's page: answers the address that the browser is sent back to. */
  authorize(authorizationUrl: string, person: ProviderPerson): Promise<string>
}

interface Granted {
  readonly person: ProviderPerson
  readonly challenge: string
  readonly redirectUri: string
}

const keyId = 'key-of-the-tests'

/** A real OpenID Connect provider (discovery, code flow with PKCE, RS256) that believes whom the test names. */
export async function startOpenIdProvider(client: Client): Promise<OpenIdProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const granted = new Map<string, Granted>()
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', url)
    if (pathname === '/.well-known/openid-configuration') return send(response, 200, configurationOf(url))
    if (pathname === '/jwks') {
      return send(response, 200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256' }] })
    }
    if (pathname === '/token' && request.method === 'POST') return exchange(request, response)
    send(response, 404, {})
  }

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await textOf(request))
    const code = form.get('code') ?? ''
    const found = granted.get(code)
    granted.delete(code)
    const basic = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isRight = basic === `${client.id}:${client.secret}` && verifier === found?.challenge
    if (!isRight || form.get('redirect_uri') !== found.redirectUri)
      return send(response, 400, { error: 'invalid_grant' })
    send(response, 200, {
      access_token: 'unused',
      token_type: 'Bearer',
      expires_in: 60,
      id_token: idToken(found.person),
    })
  }

  function idToken(person: ProviderPerson): string {
    const now = Math.floor(Date.now() / 1_000)
    const claims = { iss: url, aud: client.id, iat: now, exp: now + 60, ...person }
    const text = [{ alg: 'RS256', kid: keyId }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
  }

  return {
    url,
    async authorize(authorizationUrl, person) {
      const asked = new URL(authorizationUrl).searchParams
      const { redirect_uri, state, code_challenge, client_id } = asking.parse(Object.fromEntries(asked))
      if (client_id !== client.id) throw new Error('another client asks')
      const code = randomUUID()
      granted.set(code, { person, challenge: code_challenge, redirectUri: redirect_uri })
      return `${redirect_uri}?${new URLSearchParams({ code, state, iss: url })}`
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const asking = z.object({
  redirect_uri: z.string(),
  state: z.string(),
  code_challenge: z.string(),
  code_challenge_method: z.literal('S256'),
  client_id: z.string(),
})

const configurationOf = (url: string) => ({
  issuer: url,
  authorization_endpoint: `${url}/authorize`,
  token_endpoint: `${url}/token`,
  jwks_uri: `${url}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
})

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}
