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

const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Its page asks Google for fonts; ours asks nobody for anything, and the browser is told to hold it to that. */
async function keepInside(context: Context): Promise<void> {
  context.header('Content-Security-Policy', contentSecurityPolicy)
  context.header('Cache-Control', 'private, no-cache')
  if (!context.res.headers.get('content-type')?.startsWith('text/html')) return
  const html = (await context.res.text()).replace(/<link\b[^>]*href="https?:[^>]*>/g, '')
  context.res = new Response(html, context.res)
}
