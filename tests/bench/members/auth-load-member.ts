import type postgres from 'postgres'
import { z } from 'zod'
import { openDirect } from '#db/direct.ts'
import { deriveLinkToken } from '#server/auth/link-token.ts'
import { type AuthExchange, openAuthBrowser } from '#tests/support/auth-browser.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { authOverHttp } from '../harness/auth-over-http.ts'
import { type OpenLoop, startOpenLoop } from '../harness/open-loop.ts'
import { command, serveMember } from '../harness/serve-member.ts'

/** A process that only makes load at the sign-in: people who sign in, or a flood. */
let loop: OpenLoop | undefined
let sql: postgres.Sql | undefined
/** When something of the flood was last not refused. */
let lastGrantMs = 0

const target = { url: z.string(), ratePerS: z.number() }

serveMember({
  /**
   * Whole sign-ins, each from an address of its own: token against forged requests, link, button of its page. Their
   * mail comes at once: the link is derived from what was stored.
   */
  startSignIns: command(
    z.object({ ...target, databaseUrl: z.string(), emails: z.array(z.string()).min(1), firstAddress: z.int() }),
    async ({ url, ratePerS, databaseUrl, emails, firstAddress }) => {
      sql ??= openDirect({ databaseUrl, applicationName: 'bench', maxConnections: 4 })
      const exchange = authOverHttp(url)
      const send = (turn: number) =>
        settled(
          signIn(exchange, { email: emails[turn % emails.length] ?? '', address: addressOf(firstAddress + turn) }),
        )
      loop = startOpenLoop({ ratePerS, send })
    },
  ),

  /**
   * Asks for links as fast as told, and counts as failed whatever is not refused. `addresses`: how many it comes from, in
   * turn; `emails`: whom it asks for, in turn.
   */
  startFlood: command(
    z.object({ ...target, addresses: z.int().positive(), emails: z.array(z.string()).min(1), firstAddress: z.int() }),
    async ({ url, ratePerS, addresses, emails, firstAddress }) => {
      const exchange = authOverHttp(url)
      const browser = openAuthBrowser(exchange, { address: addressOf(firstAddress) })
      const csrfToken = await browser.csrfToken()
      lastGrantMs = performance.now()
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const send = async (turn: number) => {
        const { status } = await exchange({
          method: 'POST',
          path: ['signin', 'email'],
          query: {},
          headers: { cookie },
          body: { csrfToken, email: emails[turn % emails.length], json: 'true' },
          address: addressOf(firstAddress + (turn % addresses)),
        })
        if (status === 429) return undefined
        lastGrantMs = performance.now()
        return `answered ${status}`
      }
      loop = startOpenLoop({ ratePerS, send: (turn) => settled(send(turn)) })
    },
  ),

  /** For how many milliseconds all of the flood has been refused. */
  refusedForMs: command(z.unknown(), async () => performance.now() - lastGrantMs),

  enter: command(z.object({ phase: z.string() }), async ({ phase }) => loop?.enter(phase)),
  finish: command(z.unknown(), async () => (await loop?.finish()) ?? []),
})

async function signIn(
  exchange: AuthExchange,
  { email, address }: { readonly email: string; readonly address: string },
): Promise<string | undefined> {
  const browser = openAuthBrowser(exchange, { address })
  const asked = await browser.askForLink(email)
  if (asked.status !== 200) return `the link answered ${asked.status}`
  const confirmed = await browser.confirm(await tokenOf(email))
  return browser.cookies.has('plantao_session') ? undefined : `the button answered ${confirmed.status}`
}

async function tokenOf(email: string): Promise<string> {
  if (!sql) throw new Error('startSignIns comes first')
  const [row] = await sql`
    select id from public.verification_tokens
    where identifier = ${email} and consumed_at is null order by created_at desc limit 1`
  return deriveLinkToken(testEnv().AUTH_SECRET, String(row?.id))
}

const settled = (work: Promise<string | undefined>): Promise<string | undefined> =>
  work.catch((error: unknown) => (error instanceof Error ? error.name : 'an error'))

/** One of 16 million addresses of the private range; the same number, the same address. */
const addressOf = (number: number): string => `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
