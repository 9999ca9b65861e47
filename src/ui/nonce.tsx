import { createContext, useContext } from 'react'

/** Given by `_document` while the server renders; a browser reads it from a script that has it. */
export const NonceContext = createContext<string | undefined>(undefined)

/** The nonce of this page's policy, for the style elements that components make. */
export const useNonce = (): string | undefined => useContext(NonceContext) ?? nonceOfScripts()

/** Browsers hide the attribute from selectors and show it to scripts only. */
function nonceOfScripts(): string | undefined {
  return typeof document === 'undefined' ? undefined : document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
}
