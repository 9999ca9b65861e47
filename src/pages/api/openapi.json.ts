import type { NextApiHandler } from 'next'
import { openApiDocument } from '#server/rest/openapi.ts'
import { webServices } from '#src/services.ts'
import { onlyGet } from '#src/trpc/only-get.ts'

const handler: NextApiHandler = (_request, response) => {
  const { env } = webServices()
  response.status(200).json(openApiDocument({ title: env.FIRM_NAME, serverUrl: env.PUBLIC_URL }))
}

export default onlyGet(handler)
