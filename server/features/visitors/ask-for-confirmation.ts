import { z } from 'zod'
import { requestSignInLink } from '../../auth/request-sign-in-link.ts'
import { takeLinkLimits } from '../../auth/sign-in-limits.ts'
import { uuid } from '../../contracts/ids.ts'
import { locale } from '../../contracts/locales.ts'
import { emailAddress } from '../../contracts/staff.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'

export const askForConfirmationInput = z.object({
  email: emailAddress,
  locale: locale.default('pt-BR'),
  /** The conversation to return to; whoever may not read it by then is told so there. */
  returnTo: uuid.optional(),
})

type VisitorContext = RequestContext & { readonly viewer: Session }

/**
 * Mails a link that makes a client of this visitor. It works for an address that nobody has left yet, since a visitor asks;
 * whoever opens it becomes the person, in that browser alone. The same answer whatever is known of the address.
 * TOO_MANY_REQUESTS.
 */
export async function askForConfirmation(
  { services, viewer, clientAddress }: VisitorContext,
  { email, locale: language, returnTo }: z.output<typeof askForConfirmationInput>,
): Promise<{ isSent: true }> {
  await takeLinkLimits(services, { clientAddress, email })
  const callbackPath = returnTo === undefined ? '/conversa' : `/conversa/${returnTo}`
  await requestSignInLink(services, { email, profileId: viewer.userId, locale: language, callbackPath })
  return { isSent: true }
}
