import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { findProductBySlug } from '#db/queries/catalogue.ts'
import { productEntry } from '#server/features/catalogue/product-page.ts'
import { createServices, type Services } from '#server/services.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { sharedClockMs } from '../harness/shared-clock.ts'

/** A process of the fleet that shows the catalogue: the product's own services, cache and queries. */
let services: Services | undefined

const opened = (): Services => {
  if (!services) throw new Error('open comes first')
  return services
}

async function readName(slug: string): Promise<string | undefined> {
  const { cache, db } = opened()
  const load = () => findProductBySlug(db, { slug, locale: 'pt-BR' })
  return (await cache.getOrLoad({ ...productEntry(slug), load }))?.name
}

serveMember({
  open: command(z.object({ env: z.record(z.string(), z.string()) }), async ({ env }) => {
    services = createServices(testEnv(env), { name: 'web' })
    await services.redis.ready()
  }),

  read: command(z.object({ slug: z.string() }), ({ slug }) => readName(slug)),

  /** Reads until the name is there; answers when that was, on the clock that all processes of a machine share. */
  waitFor: command(
    z.object({ slug: z.string(), name: z.string(), maxMs: z.number() }),
    async ({ slug, name, maxMs }) => {
      const startedMs = performance.now()
      while ((await readName(slug)) !== name) {
        if (performance.now() - startedMs > maxMs) throw new Error(`still stale after ${maxMs} ms`)
        await sleep(2)
      }
      return sharedClockMs()
    },
  ),

  loads: command(z.unknown(), async () => opened().cache.stats().get('product')?.loads ?? 0),
})
