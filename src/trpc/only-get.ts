import type { NextApiHandler } from 'next'

/** For routes that only tell something: 405 for whatever is no question. */
export const onlyGet =
  (handler: NextApiHandler): NextApiHandler =>
  (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') return handler(request, response)
    response.setHeader('Allow', 'GET').status(405).end()
  }
