import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { askForLink } from './ask-for-link.ts'
import { type AuthAnswer, jsonAnswer, redirectAnswer, refusalAnswer } from './auth-answer.ts'
import type { AuthRequest } from './auth-request.ts'
import { leaveForGoogle, returnFromGoogle } from './google-steps.ts'
import { isOutage } from './own-page-of.ts'
import { answerSecondFactor } from './second-factor/answer-second-factor.ts'
import { showCsrfToken } from './show-csrf-token.ts'
import { showLink } from './show-link.ts'
import { showSession } from './show-session.ts'
import { takeLink } from './take-link.ts'

type Step = (services: Services, request: AuthRequest) => Promise<AuthAnswer>

/** NextAuth's address space, as far as it is served; its own pages are not. */
const steps: Readonly<Record<string, Step>> = {
  'GET csrf': showCsrfToken,
  'GET session': showSession,
  'POST signin/email': askForLink,
  // Whoever prefetches the address of a mail uses nothing up.
  'GET callback/email': goTo('/entrar/confirmar'),
  'POST callback/email': takeLink,
  'POST link': showLink,
  'POST signin/google': leaveForGoogle,
  'GET callback/google': returnFromGoogle,
  'POST second-factor': answerSecondFactor,
  'GET signin': goTo('/entrar'),
  'GET signin/email': goTo('/entrar'),
  'GET signin/google': goTo('/entrar'),
}

/** What is served there: `GET csrf`. */
export const authAddresses: readonly string[] = Object.keys(steps)

/** Answers a request to `/api/auth/…`; never rejects. Origin and content type are the carrier's to judge (guardHandler). */
export async function answerAuth(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  try {
    const name = `${request.method} ${request.path.join('/')}`
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined
    return step ? await step(services, request) : jsonAnswer(404, notFound)
  } catch (error) {
    if (error instanceof AppError) return refusalAnswer(error, { nowMs: services.clock() })
    services.log.error({ err: error }, 'signing in failed')
    if (isOutage(error)) return refusalAnswer(unavailable())
    return refusalAnswer(new AppError('INTERNAL_SERVER_ERROR', { publicMessage: 'Something went wrong on our side.' }))
  }
}

const unavailable = () =>
  new AppError('SERVICE_UNAVAILABLE', {
    publicMessage: 'Sign-in is briefly unavailable. Try again in a moment.',
    details: { retryAfterMs: 2_000 },
  })

const notFound = { error: { code: 'NOT_FOUND', message: 'There is nothing here.' } }

function goTo(page: string): Step {
  return ({ env }) => Promise.resolve(redirectAnswer(new URL(page, env.PUBLIC_URL).href))
}
