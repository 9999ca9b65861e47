import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { command, serveMember } from '../harness/serve-member.ts'
import { cacheSubjectNames } from '../subjects/cache-subject.ts'
import { openCacheSubject } from '../subjects/open-cache-subject.ts'
import { sampleProduct } from '../subjects/sample-product.ts'

/** What a query of the catalogue takes here. */
const databaseMs = 5

/** A service that answers from its cache, and from its database where the cache cannot. */
serveMember({
  listen: command(
    z.object({
      subject: z.enum(cacheSubjectNames),
      stateUrl: z.string(),
      cacheUrl: z.string(),
      prefix: z.string(),
      tagCount: z.literal([0, 3]),
      ttlMs: z.number(),
    }),
    async ({ subject, ...options }) => {
      const cache = await openCacheSubject[subject](options)
      const loadFromDatabase = async (id: string) => {
        await sleep(databaseMs)
        return sampleProduct(id, 0)
      }
      const server = createServer(async (request, response) => {
        const id = (request.url ?? '/').slice(1)
        try {
          const value = await cache.read(id, () => loadFromDatabase(id))
          response.end(JSON.stringify(value))
        } catch {
          response.statusCode = 500
          response.end()
        }
      })
      // A connection closed while the next request is on its way would count as a failure of the cache.
      server.keepAliveTimeout = 600_000
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const address = server.address()
      return typeof address === 'object' && address ? address.port : 0
    },
  ),
})
