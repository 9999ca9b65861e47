import type { NextApiHandler } from 'next'
import { webServices } from '#src/services.ts'
import { onlyGet } from '#src/trpc/only-get.ts'

const handler: NextApiHandler = async (_request, response) => {
  const { redis } = webServices()
  const { state, cache } = await redis.inspect()
  const isConnected = state.isConnected && cache.isConnected
  response.setHeader('Cache-Control', 'no-store')
  response.status(isConnected ? 200 : 503).json({ isConnected, state, cache })
}

export default onlyGet(handler)
