import type { AuthOptions } from 'next-auth'
import { z } from 'zod'
import { sessionCookieName } from '../http/session-cookie.ts'
import { createRandomPart } from '../redis/sessions/session-token.ts'
import type { Services } from '../services.ts'
import { type Admitted, admitByGoogle, admitByLink } from './admit.ts'
import type { SigningIn } from './auth-visit.ts'
import { createAuthLogger } from './create-auth-logger.ts'
import { createGuardedAdapter } from './create-guarded-adapter.ts'
import { emailProvider } from './email-provider.ts'
import { googleProvider } from './google-provider.ts'
import { askSecondFactor } from './second-factor/ask-second-factor.ts'

/** As long as any session's absolute end; the role decides. */
const longestSessionSeconds = 365 * 24 * 60 * 60

/** NextAuth's options of one request: what it finds out belongs to that request. */
export function createAuthOptions(services: Services, visit: SigningIn): AuthOptions {
  const { env } = services
  const isHttps = env.PUBLIC_URL.startsWith('https:')
  const google = googleProvider(env)
  return {
    secret: env.AUTH_SECRET,
    useSecureCookies: isHttps,
    logger: createAuthLogger(services.log),
    adapter: createGuardedAdapter(services, visit),
    providers: [emailProvider(env, visit.link?.id), ...(google ? [google] : [])],
    session: {
      strategy: 'database',
      maxAge: longestSessionSeconds,
      // Never due: every read moves the idle end on, and one command is enough.
      updateAge: longestSessionSeconds,
      generateSessionToken: createRandomPart,
    },
    cookies: {
      sessionToken: {
        name: sessionCookieName(env),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps },
      },
    },
    pages: { signIn: '/entrar', error: '/entrar/erro' },
    callbacks: {
      redirect: ({ url, baseUrl }) => (url === `${baseUrl}${visit.callbackPath}` ? url : baseUrl),
      signIn: async ({ account, profile, email }) => {
        if (email?.verificationRequest) return true
        try {
          return await decide(services, visit, { account, profile })
        } catch (error) {
          visit.found.failure = error
          throw error
        }
      },
      session: ({ session, user }) => ({ ...session, user: { ...session.user, role: roleOf(user) } }),
    },
  }
}

interface Proof {
  readonly account: { readonly provider: string; readonly providerAccountId: string } | null
  readonly profile?: unknown
}

/** Yes, no, or the page that asks for the second proof. */
async function decide(services: Services, visit: SigningIn, proof: Proof): Promise<boolean | string> {
  const person = await admit(services, visit, proof)
  if (!person) return false
  visit.found.person = person
  return (await askSecondFactor(services, visit, person)) ?? true
}

async function admit(services: Services, visit: SigningIn, { account, profile }: Proof): Promise<Admitted | null> {
  const audit = visit.audit.entry('auth.sign-in')
  const { link } = visit.found
  if (account?.provider === 'email') {
    return link ? admitByLink(services, { link, browser: visit.browser ?? null, audit }) : null
  }
  if (account?.provider !== 'google') return null
  return admitByGoogle(services, { account, verifiedEmail: verifiedEmailOf(profile), audit })
}

const googleProfile = z.object({ email: z.string(), email_verified: z.literal(true) })

/** Google knows addresses that nobody has shown to be theirs. */
const verifiedEmailOf = (profile: unknown): string | undefined => googleProfile.safeParse(profile).data?.email

const roleOf = (user: object): unknown => ('role' in user ? user.role : undefined)
