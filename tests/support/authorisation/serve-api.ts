import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { apiResolver } from 'next/dist/server/api-utils/node/api-resolver.js'
import { addressOf } from '#server/http/address-of.ts'
import { listen } from '#server/http/listen.ts'
import type { Services } from '#server/services.ts'
import { matchRoute, siteFiles } from './site-files.ts'

export interface ServedApi extends AsyncDisposable {
  readonly url: string
}

/** src/pages/api as Next serves it, by Next's own code, without a build. */
export async function serveApi(services: Services): Promise<ServedApi> {
  globalThis.plantaoServices = services
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(error))
    })
  })
  const port = await listen(server, { port: 0, variable: 'WEB_PORT' })
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      globalThis.plantaoServices = undefined
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = addressOf(request) ?? new URL('http://none')
  // An address of its own goes before a pattern that fits as well.
  const fitting = siteFiles.filter(({ route }) => route.startsWith('/api/') && matchRoute(route, pathname))
  const found = fitting.find(({ route }) => !route.includes('[')) ?? fitting[0]
  if (!found) return void response.writeHead(404).end()
  const module: unknown = await import(/* @vite-ignore */ found.file)
  const query = { ...Object.fromEntries(searchParams), ...matchRoute(found.route, pathname) }
  const preview = { previewModeId: 'none', previewModeEncryptionKey: 'none', previewModeSigningKey: 'none' }
  await apiResolver(request, response, query, module, { ...preview, dev: false }, true)
}
