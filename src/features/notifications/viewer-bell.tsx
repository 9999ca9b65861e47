import { isStaff } from '#server/contracts/roles.ts'
import { trpc } from '#src/trpc/client.ts'
import { NotificationBell } from './notification-bell.tsx'

/** The bell of whoever is signed in; nothing for a stranger. */
export function ViewerBell() {
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 }).data
  if (!viewer) return null
  const conversationHref = isStaff(viewer.role) ? inPanel : asVisitor
  return <NotificationBell key={viewer.id} viewerId={viewer.id} conversationHref={conversationHref} />
}

const inPanel = (conversationId: string) => `/painel/${conversationId}`
const asVisitor = (conversationId: string) => `/conversa/${conversationId}`
