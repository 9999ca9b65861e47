import type { InboxView } from '#server/contracts/inbox.ts'

/** Each view's word in the address `/painel?lista=…`; the whole list needs none. */
const words = { all: undefined, mine: 'minhas', unassigned: 'sem-responsavel' } as const satisfies Record<
  InboxView,
  string | undefined
>

/** The list in that view, with a conversation opened beside it. */
export function inboxHref(view: InboxView, conversationId?: string): string {
  const path = conversationId === undefined ? '/painel' : `/painel/${conversationId}`
  const word = words[view]
  return word === undefined ? path : `${path}?lista=${word}`
}

/** The view that the address names; the whole list for any other word. */
export function readInboxView(word: unknown): InboxView {
  if (word === words.mine) return 'mine'
  return word === words.unassigned ? 'unassigned' : 'all'
}
