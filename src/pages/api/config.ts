import type { NextApiHandler } from 'next'
import { readSiteConfig } from '#src/trpc/server.ts'

const handler: NextApiHandler = (request, response) => {
  response.setHeader('Cache-Control', 'no-store').status(200).json(readSiteConfig(request))
}

export default handler
