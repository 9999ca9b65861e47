import { useMemo, useReducer, useState } from 'react'
import { newId } from '#server/contracts/ids.ts'
import type { LiveMember, LiveState } from '#server/contracts/live.ts'
import { trpc } from '#src/trpc/client.ts'
import { useLiveSubscription } from '#src/trpc/use-live-subscription.ts'
import { describeLive, type LiveReader, type LiveView } from './describe-live.ts'
import { type Activity, useActivity } from './use-activity.ts'

interface LiveOptions {
  readonly conversationId: string
  readonly reader: LiveReader
  readonly isEnabled: boolean
}

/** Who else is here, what they have read, and that they write; and the word of what this person does. */
export function useLive({ conversationId, reader, isEnabled }: LiveOptions): LiveView & Activity {
  const { id, side } = reader
  const { client } = trpc.useUtils()
  const [viewId] = useState(newId)
  const [members, receive] = useReducer(keepHighestReads, nobody)
  const live = useLiveSubscription<LiveState>({
    isEnabled,
    subject: conversationId,
    subscribe: (observer) => client.conversations.live.subscribe({ conversationId, viewId }, observer),
    onData: (state) => receive(state.members),
  })
  const isLive = live.state === 'live'
  const activity = useActivity({ conversationId, viewId, isLive })
  const view = useMemo(() => describeLive(members, { id, side }), [members, id, side])
  // While the line is cut, nobody knows who is here or writes; what was read stays read.
  return { ...view, ...activity, ...(!isLive && { counterpart: undefined, typingNames: [] }) }
}

const nobody: readonly LiveMember[] = []

/** Each state replaces the one before; only what was read can never be unread. */
function keepHighestReads(before: readonly LiveMember[], next: readonly LiveMember[]): readonly LiveMember[] {
  const reads = new Map(before.map(({ userId, readSeq }) => [userId, readSeq]))
  return next.map((member) => ({ ...member, readSeq: Math.max(member.readSeq, reads.get(member.userId) ?? 0) }))
}
