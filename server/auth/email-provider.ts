import type { EmailConfig, EmailUserConfig } from 'next-auth/providers/email'
import type { Env } from '../env.ts'
import { linkLifeSeconds } from './link-life.ts'
import { deriveLinkToken } from './link-token.ts'

/**
 * NextAuth's provider for links by mail, written out: its own module needs a mail transport, and is CommonJS whose default
 * Node, Vitest and Next each read differently. The mail goes out by the job that `createVerificationToken` stores.
 */
export function emailProvider(env: Env, requestId: string | undefined): EmailConfig {
  const options: EmailUserConfig = {
    from: env.FIRM_FROM,
    // Empty, so that what NextAuth stores of a token is its plain hash: see `hashLinkToken`.
    secret: '',
    maxAge: linkLifeSeconds,
    // Checked and in lower case before NextAuth sees it.
    normalizeIdentifier: (identifier) => identifier,
    generateVerificationToken: () => deriveToken(env, requestId),
    sendVerificationRequest: () => undefined,
  }
  const sending = { from: env.FIRM_FROM, maxAge: linkLifeSeconds, sendVerificationRequest: () => undefined }
  return { id: 'email', type: 'email', name: 'Email', server: '', ...sending, options }
}

function deriveToken(env: Env, requestId: string | undefined): string {
  if (requestId === undefined) throw new Error('a link is made for a request')
  return deriveLinkToken(env.AUTH_SECRET, requestId)
}
