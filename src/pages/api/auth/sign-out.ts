import { authRoutes } from '#server/rest/routes.ts'
import { restHandler } from '#src/trpc/rest-handler.ts'

export default restHandler(authRoutes.signOut)
