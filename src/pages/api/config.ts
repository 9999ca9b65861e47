import type { NextApiHandler } from 'next'
import { onlyGet } from '#src/trpc/only-get.ts'
import { readSiteConfig } from '#src/trpc/server.ts'

const handler: NextApiHandler = (request, response) => {
  response.setHeader('Cache-Control', 'no-store').status(200).json(readSiteConfig(request))
}

export default onlyGet(handler)
