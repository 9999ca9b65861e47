import { once } from 'node:events'
import { createServer } from 'node:http'
import { readRun } from './run-file.ts'

export interface PartnerSite extends AsyncDisposable {
  /** Of one site with ours: the browser adds our cookie to a frame there. */
  readonly beside: string
  /** Of another site, at the same server. */
  readonly elsewhere: string
}

/**
 * A page of somebody else with the widget on it, under a strict policy of its own. On the port that WIDGET_ORIGINS
 * names, or on another, which may not show the widget.
 */
export async function servePartner(options: { readonly isListed: boolean }): Promise<PartnerSite> {
  const { siteUrl, environment } = readRun()
  const listed = Number(new URL(environment.WIDGET_ORIGINS?.split(',')[0] ?? '').port)
  const server = createServer((_, response) => {
    const policy = `default-src 'none'; script-src ${siteUrl}; frame-src ${siteUrl}`
    response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy })
    response.end(page(siteUrl))
  })
  server.listen(options.isListed ? listed : 0)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    beside: `http://localhost:${address.port}/`,
    elsewhere: `http://127.0.0.1:${address.port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const page = (siteUrl: string) => `<!doctype html><html lang="pt-BR"><title>Parceiro</title><h1>Parceiro</h1>
  <script src="${siteUrl}/widget.js" async data-service="divorcio-consensual"></script></html>`
