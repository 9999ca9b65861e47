import { z } from 'zod'
import { listStaff } from '#db/queries/profiles.ts'
import { uuid } from '../../contracts/ids.ts'
import { role } from '../../contracts/roles.ts'
import { router } from '../../trpc/init.ts'
import { publicProcedure } from '../../trpc/procedures.ts'
import { assertDevelopmentSignIn, signInForDevelopment } from './sign-in-for-development.ts'
import { signOut } from './sign-out.ts'

export const signInInput = z.object({ profileId: uuid })

/** The development sign-in: anyone becomes any member of staff. It exists only in the embedded default (DEV_SIGN_IN). */
export const authRouter = router({
  developmentAccounts: publicProcedure({ limit: 'default' })
    .output(z.array(z.object({ id: uuid, name: z.string(), role })))
    .query(({ ctx: { services } }) => {
      assertDevelopmentSignIn(services.env)
      return listStaff(services.db)
    }),

  signInForDevelopment: publicProcedure({ limit: 'auth', audit: 'auth.sign-in' })
    .input(signInInput)
    .output(z.object({ id: uuid, name: z.string(), role }))
    .mutation(({ ctx, input }) => signInForDevelopment(ctx, input.profileId)),

  signOut: publicProcedure({ limit: 'default', audit: 'auth.sign-out' })
    .output(z.object({ isSignedOut: z.literal(true) }))
    .mutation(({ ctx }) => signOut(ctx)),
})
