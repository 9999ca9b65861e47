import { z } from 'zod'
import { router } from '../../trpc/init.ts'
import { publicProcedure } from '../../trpc/procedures.ts'
import { signOut } from './sign-out.ts'

/** Signing in is no procedure: server/auth answers it at /api/auth. */
export const authRouter = router({
  signOut: publicProcedure({ limit: 'default', audit: 'auth.sign-out' })
    .output(z.object({ isSignedOut: z.literal(true) }))
    .mutation(({ ctx }) => signOut(ctx)),
})
