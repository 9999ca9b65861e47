import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import type { Env } from '../env.ts'

const claims = z.object({ sub: z.string().min(1), name: z.string().nullish(), email: z.string().nullish() })

/** Written out for the reason told in `emailProvider`. Undefined where no client is configured. */
export function googleProvider(env: Env): OAuthConfig<unknown> | undefined {
  const { GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret, GOOGLE_BASE_URL: base } = env
  if (clientId === undefined || clientSecret === undefined) return undefined
  return {
    id: 'google',
    name: 'Google',
    type: 'oauth',
    wellKnown: `${base.replace(/\/$/, '')}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile', prompt: 'select_account' } },
    idToken: true,
    checks: ['pkce', 'state'],
    profile: (profile) => {
      const { sub, name, email } = claims.parse(profile)
      return { id: sub, name: name ?? null, email: email ?? null, image: null }
    },
    clientId,
    clientSecret,
    // The address is asked for only where Google has verified it (`admitByGoogle`), and it is that of staff.
    allowDangerousEmailAccountLinking: true,
  }
}
