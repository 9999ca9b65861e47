import { useEffect, useState } from 'react'

/** Text being written, kept in the tab so that a reload does not lose it. Rendered in the browser only. */
export function useDraft(conversationId: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState(() => readDraft(conversationId))
  useEffect(() => keepDraft(conversationId, draft), [conversationId, draft])
  return [draft, setDraft]
}

export function keepDraft(conversationId: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(storageKey(conversationId))
    else sessionStorage.setItem(storageKey(conversationId), text)
  } catch {
    // Storage may be forbidden: the text is still in the field.
  }
}

function readDraft(conversationId: string): string {
  try {
    return sessionStorage.getItem(storageKey(conversationId)) ?? ''
  } catch {
    return ''
  }
}

const storageKey = (conversationId: string): string => `plantao.draft.${conversationId}`
