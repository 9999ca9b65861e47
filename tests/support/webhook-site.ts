import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** One webhook as it arrived. */
export interface ReceivedWebhook {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface WebhookSite extends AsyncDisposable {
  readonly url: string
  /** In the order of arrival. */
  readonly received: readonly ReceivedWebhook[]
  /** From now on. */
  answerWith(status: number): void
}

/** A site that takes whatever comes and remembers it. */
export async function openWebhookSite(): Promise<WebhookSite> {
  const received: ReceivedWebhook[] = []
  let status = 200
  const server = createServer((request, response) => {
    void read(request).then((webhook) => {
      received.push(webhook)
      response.writeHead(status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answerWith: (next) => {
      status = next
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(request: IncomingMessage): Promise<ReceivedWebhook> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return { path: pathname, query: searchParams, headers, body: await text(request) }
}
