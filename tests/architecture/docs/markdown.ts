/** What a document names, and where. */
export interface Mention {
  readonly text: string
  readonly line: number
}

export interface Document {
  readonly path: string
  /** Targets of `[text](target)` and `![alt](target)`. */
  readonly links: readonly Mention[]
  /** Inline code, and each line of fenced code. */
  readonly code: readonly Mention[]
  /** Headings as GitHub makes anchors of them. */
  readonly anchors: readonly string[]
}

export function parseDocument(path: string, text: string): Document {
  const links: Mention[] = []
  const code: Mention[] = []
  const anchors: string[] = []
  let isFenced = false
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1
    if (/^\s*```/.test(content)) {
      isFenced = !isFenced
    } else if (isFenced) {
      code.push({ text: content, line })
    } else {
      const heading = /^#+\s+(.*)$/.exec(content)?.[1]
      if (heading !== undefined) anchors.push(toAnchor(heading))
      links.push(...matches(content, /\]\(([^)\s]+)\)/g, line))
      code.push(...matches(content, /`([^`]+)`/g, line))
    }
  }
  return { path, links, code, anchors }
}

const matches = (content: string, pattern: RegExp, line: number): Mention[] =>
  [...content.matchAll(pattern)].map(([, text = '']) => ({ text, line }))

const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
