import { z } from 'zod'
import { listStaffMembers } from '#db/queries/staff.ts'
import { uuid } from '../../contracts/ids.ts'
import { invitation, staffMember, staffRole } from '../../contracts/staff.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import { changeRole, deactivateStaff, reactivateStaff } from './change-staff.ts'
import { cancelInvitation, inviteStaff, resendInvitation } from './invite-staff.ts'
import { resetSecondFactor } from './reset-second-factor.ts'

const byId = z.object({ id: uuid })
const changed = z.object({ id: uuid, role: staffRole, isActive: z.boolean() })

/** The firm's people and what each may do, for admins. */
export const staffRouter = router({
  list: adminProcedure({ limit: 'default' })
    .output(z.array(staffMember))
    .query(({ ctx }) => listStaffMembers(ctx.services.db)),

  invite: adminProcedure({ limit: 'default', audit: 'staff.invite' })
    .input(invitation)
    .output(byId)
    .mutation(({ ctx, input }) => inviteStaff(ctx, input)),

  resend: adminProcedure({ limit: 'default', audit: 'staff.invite-resend' })
    .input(byId)
    .output(byId)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input)),

  cancel: adminProcedure({ limit: 'default', audit: 'staff.invite-cancel' })
    .input(byId)
    .output(byId)
    .mutation(({ ctx, input }) => cancelInvitation(ctx, input)),

  changeRole: adminProcedure({ limit: 'default', audit: 'staff.change-role' })
    .input(byId.extend({ role: staffRole }))
    .output(changed)
    .mutation(({ ctx, input }) => changeRole(ctx, input)),

  deactivate: adminProcedure({ limit: 'default', audit: 'staff.deactivate' })
    .input(byId)
    .output(changed)
    .mutation(({ ctx, input }) => deactivateStaff(ctx, input)),

  reactivate: adminProcedure({ limit: 'default', audit: 'staff.reactivate' })
    .input(byId)
    .output(changed)
    .mutation(({ ctx, input }) => reactivateStaff(ctx, input)),

  resetSecondFactor: adminProcedure({ limit: 'default', audit: 'totp.reset' })
    .input(byId)
    .output(byId)
    .mutation(({ ctx, input }) => resetSecondFactor(ctx, input)),
})
