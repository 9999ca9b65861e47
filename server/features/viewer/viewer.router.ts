import { z } from 'zod'
import { findProfile } from '#db/queries/profiles.ts'
import { uuid } from '../../contracts/ids.ts'
import { role } from '../../contracts/roles.ts'
import { router } from '../../trpc/init.ts'
import { publicProcedure } from '../../trpc/procedures.ts'

export const viewerRouter = router({
  me: publicProcedure({ limit: 'default' })
    .output(z.object({ id: uuid, name: z.string(), role }).nullable())
    .query(async ({ ctx }) => {
      const session = await ctx.readSession()
      if (!session) return null
      const profile = await findProfile(ctx.services.db, session.userId)
      return profile && { id: profile.id, name: profile.name, role: profile.role }
    }),
})
