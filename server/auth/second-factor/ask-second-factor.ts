import { readTotp } from '#db/queries/totp.ts'
import { isStaff } from '../../contracts/roles.ts'
import type { Services } from '../../services.ts'
import type { Admitted } from '../admit.ts'
import { authCookieNames, formatCookie } from '../auth-cookies.ts'
import type { AuthVisit } from '../auth-visit.ts'
import { openTicket, ticketLifeMs } from './tickets.ts'

export const codePage = '/entrar/codigo'

interface Asked extends AuthVisit {
  readonly callbackPath: string | undefined
}

/** The page that asks for the second proof, and the browser's ticket for it; undefined where the first is enough. */
export async function askSecondFactor(
  services: Services,
  visit: Asked,
  { id, role }: Admitted,
): Promise<string | undefined> {
  if (!isStaff(role) || !(await readTotp(services.db, id)).isEnabled) return undefined
  const link = visit.found?.link
  const method = link === undefined ? 'google' : link.kind === 'invitation' ? 'invitation' : 'link'
  const callbackPath = visit.callbackPath ?? link?.callbackPath ?? undefined
  const ticket = await openTicket(services, { userId: id, method, callbackPath })
  visit.found?.cookies.push(ticketCookie(services, ticket))
  return codePage
}

/** Strict: it goes with nothing that another site begins. `null` takes it back. */
export function ticketCookie({ env }: Pick<Services, 'env'>, ticket: string | null): string {
  return formatCookie({
    name: authCookieNames(env).ticket,
    value: ticket ?? '',
    options: {
      sameSite: 'strict',
      secure: env.PUBLIC_URL.startsWith('https:'),
      maxAge: ticket === null ? 0 : ticketLifeMs / 1_000,
    },
  })
}
