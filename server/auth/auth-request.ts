import { z } from 'zod'
import { locale } from '../contracts/locales.ts'
import { AppError } from '../errors.ts'

/** A request to `/api/auth/…`, whatever carried it. */
export interface AuthRequest {
  readonly method: string
  /** What follows `/api/auth/`: `['signin', 'email']`. */
  readonly path: readonly string[]
  readonly query: unknown
  readonly headers: AuthHeaders
  /** Parsed from JSON or from a form; nothing of it is believed. */
  readonly body: unknown
  /** As the limits count it (`clientAddress`). */
  readonly address: string
}

interface AuthHeaders {
  readonly cookie?: string | undefined
  readonly authorization?: string | undefined
  readonly 'user-agent'?: string | undefined
}

/** The address first, then in lower case: some letters beyond ASCII become one of its letters. */
const email = z
  .string('must be text')
  .max(254, 'must have at most 254 characters')
  .trim()
  .pipe(z.email('is no e-mail address'))
  .transform((text) => text.toLowerCase())

const common = {
  csrfToken: z.string().max(200).catch(''),
  /** Judged by `callbackPathOf`. */
  callbackUrl: z.unknown().optional(),
  /** 'true': the caller goes on by itself. */
  json: z.unknown().optional(),
}

export const linkBody = z.object({ ...common, email, locale: locale.optional().catch(undefined) })
export const tokenBody = z.object({ ...common, token: z.string('must be text').min(1).max(200) })
export const lookBody = z.object({ token: tokenBody.shape.token })
export const plainBody = z.object(common)
export const codeBody = z.object({ code: z.string('must be text').trim().min(1).max(64) })

/** @throws AppError BAD_REQUEST that names the fields */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body ?? {})
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), problem: message }))
  const publicMessage = `Invalid input: ${fields.map(({ path, problem }) => `${path || 'input'} ${problem}`).join('; ')}`
  throw new AppError('BAD_REQUEST', { publicMessage, details: { fields } })
}

/** The texts of a query; a name that came twice has none. */
export function textsOf(query: unknown): Record<string, string> {
  const entries = typeof query === 'object' && query !== null ? Object.entries(query) : []
  const texts = entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  return Object.fromEntries(texts.filter(([, value]) => value.length <= 4_096))
}
