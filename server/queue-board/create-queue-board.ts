import { randomBytes } from 'node:crypto'
import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import { HonoAdapter } from '@bull-board/hono'
import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import type { Queues } from '../jobs/queues.ts'

interface QueueBoardOptions {
  readonly queues: Queues['byName']
  /** Where it is mounted, without a slash at the end. */
  readonly basePath: string
  readonly title: string
}

/**
 * bull-board over our queues, to look and not to touch: what becomes of a job is decided in Postgres, where dead letters
 * are redriven or discarded under somebody's name. Whoever mounts it decides who may see it.
 */
export function createQueueBoard({ queues, basePath, title }: QueueBoardOptions): Hono {
  const serverAdapter = new HonoAdapter(serveStatic)
  serverAdapter.setBasePath(basePath)
  createBullBoard({
    queues: Object.values(queues).map((queue) => new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false })),
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: title,
        hideDocsLink: true,
        locale: { lng: 'pt-BR' },
        miscLinks: [{ text: 'Console', url: '/console/jobs' }],
        // A CLIENT LIST for each queue at every poll; the alerts know better whether workers work.
        showWorkers: false,
      },
    },
  })
  const app = new Hono()
  app.use(async (context, next) => {
    await next()
    await keepInside(context)
  })
  app.route(basePath, serverAdapter.registerPlugin())
  return app
}

/** Its page has a `<base>`, and its scripts make style elements; scripts run by nonce, as everywhere. */
const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Its page asks Google for fonts; ours asks nobody for anything, and the browser is told to hold it to that. */
async function keepInside(context: Context): Promise<void> {
  const nonce = randomBytes(16).toString('base64')
  context.header('Content-Security-Policy', contentSecurityPolicy(nonce))
  context.header('Cache-Control', 'private, no-cache')
  if (!context.res.headers.get('content-type')?.startsWith('text/html')) return
  const html = (await context.res.text())
    .replace(/<link\b[^>]*href="https?:[^>]*>/g, '')
    .replace(/<script\b/g, `<script nonce="${nonce}"`)
  context.res = new Response(html, context.res)
}
