export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

/** Only http and https: a `javascript:` or `data:` address stays plain text. */
const candidates = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+/gi
const trailingPunctuation = /[.,;:!?*_~]+$/

/** A message's text as plain parts and addresses, in order; joined they are the text again. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(candidates)) {
    const address = trimAddress(match[0])
    const href = toHref(address)
    if (href === undefined) continue
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    parts.push({ kind: 'link', text: address, href })
    end = match.index + address.length
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}

/** A sentence's full stop and an unopened bracket belong to the sentence, not to the address. */
function trimAddress(candidate: string): string {
  const trimmed = candidate.replace(trailingPunctuation, '')
  const isUnopened = trimmed.endsWith(')') && count(trimmed, ')') > count(trimmed, '(')
  return isUnopened ? trimAddress(trimmed.slice(0, -1)) : trimmed
}

function toHref(address: string): string | undefined {
  const href = /^https?:/i.test(address) ? address : `https://${address}`
  return URL.canParse(href) && new URL(href).hostname.includes('.') ? href : undefined
}

const count = (text: string, character: string): number => text.split(character).length - 1
