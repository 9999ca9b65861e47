import { createServer } from 'node:http'
import { handleWebhook } from '#server/features/webhooks/handle-webhook.ts'
import type { WebhookServices } from '#server/features/webhooks/webhook-request.ts'
import { listen } from '#server/http/listen.ts'

export interface WebhookDoorSite extends AsyncDisposable {
  /** The site as providers know it: `<url>/api/webhooks/<provider>`. */
  readonly url: string
}

/** The product's webhooks over HTTP, as web serves them, without Next. */
export async function serveWebhookDoor(services: WebhookServices): Promise<WebhookDoorSite> {
  const server = createServer((request, response) => {
    const [, provider = ''] = /^\/api\/webhooks\/([\w-]+)/.exec(request.url ?? '') ?? []
    void handleWebhook({ services, request, response, provider })
  })
  const port = await listen(server, { port: 0, variable: 'WEB_PORT' })
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
