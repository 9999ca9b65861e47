import type { StaffRole } from '#server/contracts/staff.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { staffTexts } from './staff-texts.ts'

export interface StaffChanges {
  readonly resend: () => void
  readonly cancel: () => void
  readonly changeRole: (role: StaffRole) => void
  readonly deactivate: () => void
  readonly reactivate: () => void
  readonly resetSecondFactor: () => void
  readonly isPending: boolean
  readonly hasFailed: boolean
  /** What the person should read of the latest of them. */
  readonly message: string | undefined
}

/** What an admin can do about one person. @param onSettled the list should be read again. */
export function useStaffChanges(id: string, onSettled: () => void): StaffChanges {
  const t = useText(staffTexts)
  const failures = useText(failureTexts)
  const resend = trpc.staff.resend.useMutation({ onSettled })
  const cancel = trpc.staff.cancel.useMutation({ onSettled })
  const changeRole = trpc.staff.changeRole.useMutation({ onSettled })
  const deactivate = trpc.staff.deactivate.useMutation({ onSettled })
  const reactivate = trpc.staff.reactivate.useMutation({ onSettled })
  const resetSecondFactor = trpc.staff.resetSecondFactor.useMutation({ onSettled })
  const all = [resend, cancel, changeRole, deactivate, reactivate, resetSecondFactor]
  const latest = all.toSorted((left, right) => right.submittedAt - left.submittedAt)[0]
  const failure = latest?.error && readFailure(latest.error)
  const isOutdated = failure?.kind === 'not-found' || failure?.kind === 'conflict'
  const failed = failure && (isOutdated ? t.changedMeanwhile : failureText(failure, failures))
  return {
    resend: () => resend.mutate({ id }),
    cancel: () => cancel.mutate({ id }),
    changeRole: (role) => changeRole.mutate({ id, role }),
    deactivate: () => deactivate.mutate({ id }),
    reactivate: () => reactivate.mutate({ id }),
    resetSecondFactor: () => resetSecondFactor.mutate({ id }),
    isPending: all.some((one) => one.isPending),
    hasFailed: Boolean(failure),
    message: failed ?? (latest === resend && resend.isSuccess ? t.resent : undefined),
  }
}
