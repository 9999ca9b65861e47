import { messageMaxLength } from '#server/contracts/conversations.ts'

/**
 * Text as parts of at most 4 000 characters, cut at a blank where one is near the end. WhatsApp takes 4 096 of them, a
 * message here 4 000, counted in UTF-16 units, so that no part is longer by any other count. No character is lost but
 * the blanks at a cut, and none is cut in two.
 */
export function splitText(text: string, maxLength = messageMaxLength): readonly string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > maxLength) {
    const end = findEnd(rest, maxLength)
    parts.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return rest === '' ? parts : [...parts, rest]
}

function findEnd(text: string, maxLength: number): number {
  const blank = text.slice(0, maxLength + 1).search(/\s\S*$/)
  if (blank > maxLength * 0.8) return blank
  const isInsidePair = /[\uD800-\uDBFF]/.test(text[maxLength - 1] ?? '')
  return isInsidePair ? maxLength - 1 : maxLength
}
