import { emailAddress, personName } from '#server/contracts/staff.ts'
import type { Failure } from '#src/trpc/failure.ts'

/** Names of the words in staff-texts.ts. */
export type InviteProblem = 'nameShort' | 'nameLong' | 'nameLines' | 'emailInvalid' | 'emailTaken' | 'emailInactive'

interface InviteProblems {
  readonly name?: InviteProblem | undefined
  readonly email?: InviteProblem | undefined
}

/** What is wrong with an invitation: by what was typed, and by what the server answered to it. */
export function readInviteProblems(
  { name, email }: { readonly name: string; readonly email: string },
  failure: Failure | null,
): InviteProblems {
  return { name: nameProblem(name), email: emailAddress.safeParse(email).success ? taken(failure) : 'emailInvalid' }
}

function nameProblem(name: string): InviteProblem | undefined {
  if (personName.safeParse(name).success) return undefined
  if (name.trim().length > 120) return 'nameLong'
  return (name.match(/\p{L}/gu) ?? []).length < 2 ? 'nameShort' : 'nameLines'
}

/** The server names the address where it refuses it. */
function taken(failure: Failure | null): InviteProblem | undefined {
  if (failure?.kind !== 'conflict') return undefined
  return failure.fields?.some(({ problem }) => problem.includes('switched off')) ? 'emailInactive' : 'emailTaken'
}
