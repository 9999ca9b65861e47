import { trpc } from '#src/trpc/client.ts'
import { AccountMenu } from './account-menu.tsx'

/** The account menu of whoever has an account; a visitor who has confirmed no address has none to speak of. */
export function ViewerAccount() {
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 }).data
  return viewer && viewer.role !== 'visitor' ? <AccountMenu viewer={viewer} /> : null
}
