import type { NextApiHandler } from 'next'
import { renderAlertMetrics } from '#server/features/console/render-alert-metrics.ts'
import { renderCacheMetrics } from '#server/features/console/render-cache-metrics.ts'
import { asSent } from '#server/http/as-sent.ts'
import { isInsideRequest } from '#server/http/inside-request.ts'
import { webServices } from '#src/services.ts'
import { onlyGet } from '#src/trpc/only-get.ts'

/** For Prometheus, from this machine or a private network only; 404 for everybody else. */
const handler: NextApiHandler = async (request, response) => {
  response.setHeader('Cache-Control', 'no-store')
  if (!isInsideRequest(asSent(request))) {
    response.status(404).end()
    return
  }
  const services = webServices()
  // Redis holds the counts of the caches, Postgres the alerts: either may be away, and is then told by its absence.
  const [cache, alerts] = await Promise.allSettled([renderCacheMetrics(services), renderAlertMetrics(services)])
  for (const { reason } of [cache, alerts].filter((part) => part.status === 'rejected')) {
    services.log.warn({ err: reason }, 'metrics cannot be read')
  }
  const texts = [
    ...(cache.status === 'fulfilled' ? [cache.value.text] : []),
    ...(alerts.status === 'fulfilled' ? [alerts.value] : []),
  ]
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  response.status(texts.length > 0 ? 200 : 503).end(texts.join('\n'))
}

export default onlyGet(handler)
