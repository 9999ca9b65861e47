import { createServer, type IncomingMessage } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { listen } from '#server/http/listen.ts'

export interface ReceivedWebhook {
  readonly id: string
  readonly signature: string
  readonly headers: IncomingMessage['headers']
  readonly raw: string
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: Readonly<Record<string, unknown>> }
}

interface ScriptedAnswer {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string
  /** Oldest first. */
  readonly received: readonly ReceivedWebhook[]
  /** What comes next is answered so, in this order; then 204 again. */
  answer(...answers: readonly ScriptedAnswer[]): void
}

const body = z.object({ type: z.string(), timestamp: z.string(), data: z.record(z.string(), z.unknown()) })

/** A system of the firm's: takes webhooks and answers as told. */
export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  const script: ScriptedAnswer[] = []
  const server = createServer((request, response) => {
    void readText(request).then((raw) => {
      const { headers } = request
      const [id, signature] = [String(headers['webhook-id']), String(headers['webhook-signature'])]
      received.push({ id, signature, headers, raw, body: body.parse(JSON.parse(raw)) })
      const { status, body: text = '', headers: sent = {} } = script.shift() ?? { status: 204 }
      response.writeHead(status, sent).end(text)
    })
  })
  const port = await listen(server, { port: 0, variable: 'RECEIVER_PORT' })
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    answer: (...answers) => void script.push(...answers),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Whether a receiver with this secret takes it; throws when its timestamp is stale. */
export function isSignedWith(secret: string, { raw, headers }: ReceivedWebhook): boolean {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  try {
    new Webhook(secret).verify(raw, given)
    return true
  } catch {
    return false
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
