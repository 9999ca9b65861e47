import { visitorDetails } from '#server/contracts/conversations.ts'
import type { FieldProblem } from '#server/contracts/errors.ts'
import { measureDraft } from './measure-draft.ts'

export interface StartValues {
  readonly name: string
  readonly email: string
  readonly body: string
  /** Empty for a general enquiry. */
  readonly productSlug: string
  /** The box beside the statement is ticked. */
  readonly consent: boolean
}

export type StartField = keyof StartValues
export type StartProblem = 'name' | 'email' | 'body-empty' | 'body-long' | 'product' | 'consent'
export type StartProblems = Readonly<Partial<Record<StartField, StartProblem>>>

/** The problems the server would find, by field; none when it would accept. */
export function validateStart({ name, email, body, consent }: StartValues): StartProblems {
  const hasEmail = email.trim() !== ''
  return {
    ...(!visitorDetails.shape.name.safeParse(name).success && { name: 'name' }),
    ...(hasEmail && !visitorDetails.shape.email.safeParse(email.trim()).success && { email: 'email' }),
    ...(!measureDraft(body).canSend && { body: bodyProblem(body) }),
    ...(!consent && { consent: 'consent' }),
  }
}

/** Problems the server named, under the form's own fields; a path the form does not show is left out. */
export function fromServerFields(fields: readonly FieldProblem[], values: StartValues): StartProblems {
  const problems: Partial<Record<StartField, StartProblem>> = {}
  for (const { path } of fields) {
    if (path === 'visitor.name') problems.name = 'name'
    if (path === 'visitor.email') problems.email = 'email'
    if (path === 'body') problems.body = bodyProblem(values.body)
    if (path === 'productSlug') problems.productSlug = 'product'
    if (path.startsWith('consent')) problems.consent = 'consent'
  }
  return problems
}

export const hasProblems = (problems: StartProblems): boolean => Object.keys(problems).length > 0

const bodyProblem = (body: string): StartProblem => (measureDraft(body).charactersLeft < 0 ? 'body-long' : 'body-empty')
