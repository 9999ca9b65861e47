import type { NextApiHandler } from 'next'
import { readHealth } from '#server/features/health/read-health.ts'
import { webServices } from '#src/services.ts'
import { onlyGet } from '#src/trpc/only-get.ts'

const retryAfterSeconds = 5

const handler: NextApiHandler = async (_request, response) => {
  const health = await readHealth(webServices())
  response.setHeader('Cache-Control', 'no-store')
  if (health.status === 'down') response.setHeader('Retry-After', retryAfterSeconds)
  response.status(health.status === 'down' ? 503 : 200).json(health)
}

export default onlyGet(handler)
