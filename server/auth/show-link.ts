import { readLink } from '#db/queries/verification-tokens.ts'
import type { Services } from '../services.ts'
import { type AuthAnswer, jsonAnswer } from './auth-answer.ts'
import { type AuthRequest, lookBody, parseBody } from './auth-request.ts'
import { readBrowserSession } from './auth-step.ts'
import { hashLinkToken } from './link-token.ts'
import { maskAddress } from './mask-address.ts'
import { errorPage } from './own-page-of.ts'
import { takeLookLimit } from './sign-in-limits.ts'

/**
 * What a mailed link would do: `{email, leavesConversation}`, the address masked. Uses nothing up, and says nothing to
 * whoever does not have the token; one that cannot be used says nothing about why, in the words of `takeLink`.
 */
export async function showLink(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { token } = parseBody(lookBody, request.body)
  const limits = await takeLookLimit(services, request.address)
  const browser = await readBrowserSession(services, request)
  const browserUserId = browser?.role === 'visitor' ? browser.userId : null
  const link = await readLink(services.db, { tokenHash: hashLinkToken(token), browserUserId })
  const shown = link ? { ...link, email: maskAddress(link.email) } : { url: errorPage('Verification') }
  return jsonAnswer(200, shown, { limits, nowMs: services.clock() })
}
