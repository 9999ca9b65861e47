import type { NextApiHandler } from 'next'
import { renderCacheMetrics } from '#server/features/console/render-cache-metrics.ts'
import { asSent } from '#server/http/as-sent.ts'
import { isInsideRequest } from '#server/http/inside-request.ts'
import { webServices } from '#src/services.ts'

/** For Prometheus, from this machine or a private network only; 404 for everybody else. */
const handler: NextApiHandler = async (request, response) => {
  response.setHeader('Cache-Control', 'no-store')
  if (!isInsideRequest(asSent(request))) return response.status(404).end()
  const services = webServices()
  try {
    const { contentType, text } = await renderCacheMetrics(services)
    response.setHeader('Content-Type', contentType).status(200).end(text)
  } catch (error) {
    services.log.warn({ err: error }, 'metrics cannot be read')
    response.status(503).end()
  }
}

export default handler
