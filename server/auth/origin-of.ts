import type { SessionOrigin, SignInMethod } from '../contracts/session-origin.ts'
import type { RequestContext } from '../trpc/context.ts'

/** Where a session is opened from, for the list in which its owner sees it. */
export const originOf = (
  { userAgent, clientAddress }: Pick<RequestContext, 'userAgent' | 'clientAddress'>,
  method: SignInMethod,
): SessionOrigin => ({ method, userAgent, address: clientAddress })
