import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '#server/log.ts'
import { secretValues } from '#server/secret-values.ts'
import { createConnectedServices } from '#server/services.ts'
import { serveApi } from '#tests/support/authorisation/serve-api.ts'
import { newConversation } from '#tests/support/conversations.ts'
import { createTestDatabase, testServers } from '#tests/support/servers.ts'
import { testEnv, testProviderSecrets } from '#tests/support/test-env.ts'

const needle = () => `Nadel${randomUUID().replaceAll('-', '')}x`

/** As a person sends them, each of them nobody's but theirs. */
const person = {
  cookie: `${needle()}${needle()}`,
  bearer: needle(),
  name: needle(),
  email: `${needle().toLowerCase()}@correio.example`,
  text: needle(),
  query: needle(),
}

/** Secrets that no door opens to, so that every part of the stack has something to complain of. */
const secrets = {
  ...Object.fromEntries(Object.entries(testProviderSecrets).map(([name, value]) => [name, `${value}${needle()}`])),
  WHATSAPP_PHONE_NUMBER_ID: '100000000000000',
  SUPABASE_SERVICE_ROLE_KEY: `eyJhbGciOiJIUzI1NiJ9.${needle()}.${needle()}`,
  AUTH_SECRET: `${needle()}-${needle()}`,
  RESEND_API_KEY: `re_${needle()}`,
  GOOGLE_CLIENT_ID: '1.apps.example',
  GOOGLE_CLIENT_SECRET: needle(),
}

const wrongPassword = (url: string, password: string): string => Object.assign(new URL(url), { password }).href

async function openBrokenSite() {
  const database = await createTestDatabase()
  onTestFinished(() => database[Symbol.asyncDispose]())
  const passwords = [needle(), needle()] as const
  const env = testEnv({
    ...secrets,
    LOG_LEVEL: 'trace',
    SUPABASE_URL: await database.startRest(),
    DATABASE_URL: wrongPassword(database.databaseUrl, passwords[0]),
    REDIS_URL: wrongPassword(testServers().redisUrl, passwords[1]),
    RESEND_BASE_URL: 'http://127.0.0.1:1',
  })
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(line) }
  const log = createLog({ name: 'test', level: 'trace', secrets: secretValues(env), stream })
  const services = createConnectedServices(env, { name: 'test', log })
  onTestFinished(() => services.close())
  const api = await serveApi(services)
  onTestFinished(() => api[Symbol.asyncDispose]())
  return { env, services, log, api, lines, passwords }
}

test('whatever fails, no line and no answer holds a secret of ours or a word of a person', async () => {
  const { env, services, log, api, lines, passwords } = await openBrokenSite()
  const start = newConversation({ name: person.name, email: person.email, body: person.text })
  const asks: readonly (readonly [path: string, body: unknown])[] = [
    ['/api/trpc/conversations.start', { json: start }],
    ['/api/trpc/conversations.start', { json: { ...start, visitor: { name: person.text, email: person.query } } }],
    [
      '/api/trpc/messages.send',
      { json: { conversationId: randomUUID(), clientMsgId: randomUUID(), body: person.text } },
    ],
    ['/api/trpc/auth.signOut', { json: null }],
    ['/api/auth/signin/email', { email: person.email, csrfToken: person.query }],
    ['/api/auth/callback/email', { token: person.query, csrfToken: person.query }],
    ['/api/auth/second-factor', { code: person.query }],
    [`/api/webhooks/whatsapp?token=${person.query}`, { text: person.text }],
    ['/api/webhooks/asaas', { event: person.text }],
  ]
  const reads = [
    '/api/products',
    '/api/health',
    '/api/health/redis',
    `/api/auth/callback/google?code=${person.query}&state=x`,
  ]
  const who = [{ cookie: `plantao_session=${person.cookie}` }, { authorization: `Bearer ${person.bearer}` }]
  const answers: string[] = []
  const tell = async (response: Response) => {
    answers.push(JSON.stringify([...response.headers]), await response.text())
  }
  for (const headers of who) {
    for (const [path, body] of asks) {
      const origin = env.PUBLIC_URL
      const init = { method: 'POST', headers: { ...headers, origin, 'content-type': 'application/json' } }
      await tell(await fetch(`${api.url}${path}`, { ...init, body: JSON.stringify(body), redirect: 'manual' }))
    }
    for (const path of reads) await tell(await fetch(`${api.url}${path}`, { headers, redirect: 'manual' }))
  }
  const failures = await Promise.allSettled([
    services.redis.ready(),
    services.resend.sendEmail(
      { from: env.FIRM_FROM, to: person.email, subject: person.text, html: person.text, text: person.text },
      { idempotencyKey: 'k' },
    ),
  ])
  for (const failure of failures) if (failure.status === 'rejected') log.error({ err: failure.reason }, 'failed')
  log.warn(
    await services.whatsapp?.sendMessage({
      ...{ to: { waId: '5521999990000' }, callbackData: person.query },
      content: { kind: 'text', body: person.text },
    }),
  )

  const all = { lines: lines.join(''), answers: answers.join('\n') }
  expect(lines.length).toBeGreaterThan(10)
  const planted = { ...secrets, ...person, postgres: passwords[0], redis: passwords[1] }
  const { WHATSAPP_PHONE_NUMBER_ID: _id, GOOGLE_CLIENT_ID: _client, ...hidden } = planted
  for (const [where, text] of Object.entries(all)) {
    for (const [what, value] of Object.entries(hidden)) expect(text.includes(value), `${what} in ${where}`).toBe(false)
  }
  expect(all.answers).not.toMatch(/node_modules|\.ts:\d+|at async|ECONNREFUSED|WRONGPASS|password authentication/)
})
