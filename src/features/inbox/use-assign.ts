import { trpc } from '#src/trpc/client.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'

/** Gives the conversation to someone, or to nobody (null). The list hears of it from the gateway. */
export function useAssign(conversationId: string) {
  const { conversations } = trpc.useUtils()
  const mutation = trpc.conversations.assign.useMutation({
    ...retryTransient,
    onSuccess: ({ conversation }) => conversations.byId.setData({ conversationId }, conversation),
  })
  return {
    assign: (assigneeId: string | null) => mutation.mutate({ conversationId, assigneeId }),
    isPending: mutation.isPending,
    hasFailed: mutation.isError,
  }
}
