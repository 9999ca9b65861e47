import { webhookLimits } from '../../contracts/outgoing-webhooks.ts'

const secretLike = [
  /whsec_[\w+/=-]+/g,
  /\bv1,[\w+/=]{20,}/g,
  /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi,
  /("?\b(?:token|secret|password|senha|api[-_]?key|authorization)\b"?\s*[:=]\s*)("[^"]*"?|[^\s,;&}]+)/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
]

/**
 * The beginning of an answer for the log, on one line: what looks like a secret, and what we sent of people, is taken out.
 * @param content what was sent beside ids; null when nothing was
 */
export function excerptOf(text: string, content: unknown): string {
  const withoutPeople = wordsOf(content).reduce((left, word) => left.replaceAll(word, '…'), text)
  const withoutSecrets = secretLike.reduce((left, pattern) => left.replace(pattern, hide), withoutPeople)
  const line = withoutSecrets.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return [...line].slice(0, webhookLimits.excerptLength).join('')
}

/** Keeps the name of a field, not its value. */
const hide = (_found: string, name: unknown): string =>
  typeof name === 'string' && /[:=]\s*$/.test(name) ? `${name}…` : '…'

/** Every text within, as it stands and as JSON writes it, the longest first: a name may be part of a message. */
function wordsOf(content: unknown): string[] {
  const words = textsIn(content).flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
  return words.filter((word) => word.length >= 3).toSorted((left, right) => right.length - left.length)
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
