import { type ClientRequest, type IncomingMessage, request } from 'node:http'

export interface StreamedEvent {
  readonly id: string | undefined
  readonly event: string
  readonly data: string
}

/** An event stream as it comes over the wire, read by the rules of the HTML Standard as far as our servers use them. */
export interface EventStream extends Disposable {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly events: StreamedEvent[]
  /** Comment lines: heartbeats. */
  readonly comments: () => number
  readonly retryMs: () => number | undefined
  /** Everything so far, for answers that are no stream. */
  readonly text: () => string
  readonly ended: Promise<void>
  pause(): void
}

interface StreamOptions {
  readonly cookie?: string
  readonly headers?: Record<string, string>
}

export function openEventStream(url: string, { cookie, headers }: StreamOptions = {}): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, headers: { ...headers, ...(cookie !== undefined && { cookie }) } })
    asked.on('error', reject)
    asked.on('response', (response) => resolve(read(asked, response)))
    asked.end()
  })
}

function read(asked: ClientRequest, response: IncomingMessage): EventStream {
  const events: StreamedEvent[] = []
  let text = ''
  let unread = ''
  let comments = 0
  let retryMs: number | undefined
  response.setEncoding('utf8')
  response.on('error', () => undefined)
  asked.on('error', () => undefined)
  response.on('data', (chunk: string) => {
    text += chunk
    const blocks = (unread + chunk).split('\n\n')
    unread = blocks.pop() ?? ''
    for (const block of blocks) take(block)
  })

  function take(block: string): void {
    const fields = new Map<string, string>()
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) comments += 1
      else fields.set(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart())
    }
    if (fields.has('retry')) retryMs = Number(fields.get('retry'))
    const data = fields.get('data')
    if (data !== undefined) events.push({ id: fields.get('id'), event: fields.get('event') ?? 'message', data })
  }

  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    events,
    comments: () => comments,
    retryMs: () => retryMs,
    text: () => text,
    ended: new Promise((resolve) => response.once('close', () => resolve())),
    pause: () => response.pause(),
    [Symbol.dispose]: () => void asked.destroy(),
  }
}
