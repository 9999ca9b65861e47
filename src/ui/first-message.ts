const storageKey = 'plantao.first-message'

/**
 * Hands what a visitor wrote on the home page over to the conversation page, within the tab:
 * it never stands in an address, so it reaches no log and no history.
 */
export function keepFirstMessage(text: string): void {
  try {
    sessionStorage.setItem(storageKey, text)
  } catch {
    // Storage may be forbidden (private mode): the visitor then writes on the next page.
  }
}

/** The kept text, once; empty when there is none. */
export function takeFirstMessage(): string {
  try {
    const text = sessionStorage.getItem(storageKey) ?? ''
    sessionStorage.removeItem(storageKey)
    return text
  } catch {
    return ''
  }
}
