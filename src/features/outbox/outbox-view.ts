import type { ReceivedEvent } from '#src/features/conversation/conversation-state.ts'
import type { OutboxMessage, SendState } from './outbox-message.ts'
import type { OutboxRow } from './outbox-store.ts'

/** What of the outbox stands on the screen; ahead of the store in both directions, so that nothing flickers. */
export interface OutboxView {
  read(conversationId: string): readonly OutboxMessage[]
  /** In every conversation: what the server does not have. */
  unsentIds(): readonly string[]
  subscribe(onChange: () => void): () => void
  showRows(rows: readonly OutboxRow[]): void
  /** Before the store has it. */
  showAdded(row: OutboxRow): void
  /** The row goes, the message stays on the screen until the conversation shows its event, if anyone shows that. */
  showStored(received: ReceivedEvent, isShown: boolean): void
  /** The stored ones of a conversation, no longer counted as stored. */
  takeStored(conversationId: string): readonly OutboxMessage[]
  hide(clientMsgIds: readonly string[]): void
  /** Stored or discarded, although a row that was read earlier may still tell of it. */
  isGone(clientMsgId: string): boolean
}

const nothing: readonly OutboxMessage[] = []

export function createOutboxView(): OutboxView {
  const onChanges = new Set<() => void>()
  let rows: readonly OutboxRow[] = []
  let added: readonly OutboxRow[] = []
  const stored = new Map<string, OutboxMessage>()
  const gone = new Set<string>()
  let messages: ReadonlyMap<string, readonly OutboxMessage[]> = new Map()

  const show = () => {
    const known = new Set(rows.map(({ clientMsgId }) => clientMsgId))
    const all = [...rows, ...added.filter(({ clientMsgId }) => !known.has(clientMsgId))]
    const waiting = all.filter(({ clientMsgId }) => !gone.has(clientMsgId)).map(toMessage)
    messages = groupByConversation([...stored.values(), ...waiting])
    for (const onChange of onChanges) onChange()
  }
  const find = (clientMsgId: string) => [...rows, ...added].find((row) => row.clientMsgId === clientMsgId)

  return {
    read: (conversationId) => messages.get(conversationId) ?? nothing,
    unsentIds: () =>
      [...messages.values()].flat().flatMap(({ clientMsgId, state }) => (state.kind === 'stored' ? [] : [clientMsgId])),
    subscribe: (onChange) => {
      onChanges.add(onChange)
      return () => void onChanges.delete(onChange)
    },
    showRows: (next) => {
      if (next.length === 0 && rows.length === 0 && added.length === 0) return
      const known = new Set(next.map(({ clientMsgId }) => clientMsgId))
      rows = next
      added = added.filter(({ clientMsgId }) => !known.has(clientMsgId) && !gone.has(clientMsgId))
      show()
    },
    showAdded: (row) => {
      gone.delete(row.clientMsgId)
      added = [...added, row]
      show()
    },
    showStored: (received, isShown) => {
      const { clientMsgId } = received.event
      const row = find(clientMsgId)
      if (row && isShown && !gone.has(clientMsgId)) {
        stored.set(clientMsgId, { ...toMessage(row), state: { kind: 'stored', received } })
      }
      gone.add(clientMsgId)
      show()
    },
    takeStored: (conversationId) => {
      const taken = [...stored.values()].filter((message) => message.conversationId === conversationId)
      for (const { clientMsgId } of taken) stored.delete(clientMsgId)
      return taken
    },
    hide: (clientMsgIds) => {
      const isNews = clientMsgIds.some((id) => stored.has(id) || (find(id) !== undefined && !gone.has(id)))
      for (const id of clientMsgIds) {
        stored.delete(id)
        if (find(id)) gone.add(id)
      }
      if (isNews) show()
    },
    isGone: (clientMsgId) => gone.has(clientMsgId),
  }
}

function groupByConversation(all: readonly OutboxMessage[]): Map<string, readonly OutboxMessage[]> {
  const groups = new Map<string, readonly OutboxMessage[]>()
  for (const message of all) {
    groups.set(message.conversationId, [...(groups.get(message.conversationId) ?? []), message])
  }
  return groups
}

const toMessage = (row: OutboxRow): OutboxMessage => ({
  clientMsgId: row.clientMsgId,
  conversationId: row.conversationId,
  body: row.body,
  createdAtMs: row.createdAtMs,
  state: toState(row),
})

function toState({ problem, isRefused }: OutboxRow): SendState {
  if (!problem) return { kind: 'sending' }
  return { kind: isRefused ? 'failed' : 'delayed', problem }
}
