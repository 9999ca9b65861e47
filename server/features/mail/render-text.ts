import type { SignedContent } from './mail.ts'

/** The text part: says all that the other says, in the same order. */
export function renderText(content: SignedContent): string {
  const { heading, paragraphs, facts = [], quote, action, note, firm } = content
  const parts = [
    heading,
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    quote ? `${quote.label}:\n${quote.text.replace(/^/gm, '> ')}` : '',
    `${action.label}:\n${action.url}`,
    note ?? '',
    ['-- ', firm.name, ...firm.lines].join('\n'),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}
