export interface StreamedMessage {
  readonly id: string
  readonly data: string
}

interface EventStreamOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly onOpen: () => void
  /** An event without a name; others are passed over, as EventSource does for whoever does not listen. */
  readonly onMessage: (message: StreamedMessage) => void
  /** The answer was no stream, or the stream is over. Not called once it is closed here. */
  readonly onEnd: () => void
}

/**
 * Server-sent events (HTML Standard §9.2) of a page that names its session in a header, which EventSource cannot send.
 * It does not come back by itself.
 * @returns what closes it.
 */
export function openEventStream(url: string, options: EventStreamOptions): () => void {
  const closing = new AbortController()
  const end = () => {
    if (!closing.signal.aborted) options.onEnd()
  }
  read(url, options, closing.signal).then(end, end)
  return () => closing.abort()
}

async function read(url: string, options: EventStreamOptions, signal: AbortSignal): Promise<void> {
  const { headers, onOpen, onMessage } = options
  const request = { headers: { ...headers, accept: 'text/event-stream' }, credentials: 'omit', signal } as const
  const { status, headers: answered, body } = await fetch(url, { ...request, cache: 'no-store' })
  const isStream = status === 200 && answered.get('content-type')?.startsWith('text/event-stream')
  if (!isStream || !body) return
  onOpen()
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  const take = createParser(onMessage)
  for (;;) {
    const { done, value } = await reader.read()
    if (done || signal.aborted) return
    take(value)
  }
}

/** Takes text as it comes, in pieces of any size. Lines end as our servers end them. */
export function createParser(onMessage: (message: StreamedMessage) => void): (text: string) => void {
  let rest = ''
  let lastId = ''
  return (text) => {
    const blocks = (rest + text).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = block.split('\n').map(parseLine)
      lastId = fields.findLast(({ name }) => name === 'id')?.value ?? lastId
      const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value)
      const isNamed = fields.some(({ name }) => name === 'event')
      if (data.length > 0 && !isNamed) onMessage({ id: lastId, data: data.join('\n') })
    }
  }
}

/** A line without a name is a comment. */
function parseLine(line: string): { readonly name: string; readonly value: string } {
  const at = line.indexOf(':')
  if (at === -1) return { name: line, value: '' }
  return { name: line.slice(0, at), value: line.slice(at + 1).replace(/^ /, '') }
}
