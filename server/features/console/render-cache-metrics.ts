import { Gauge, Registry } from 'prom-client'
import type { Services } from '../../services.ts'
import { readCacheStats } from './cache-stats.ts'

const minutes = 5

/**
 * The fleet's caches in Prometheus' text format, over the last five minutes, so that one scrape of one process tells
 * all. Throws SERVICE_UNAVAILABLE while the counts cannot be read.
 */
export async function renderCacheMetrics(services: Services): Promise<{ contentType: string; text: string }> {
  const registry = new Registry()
  const { caches } = await readCacheStats(services, { minutes })
  const { answers, hitRatio, loads, loadSeconds, failures } = createGauges(registry)
  for (const { cache, counts, hitRate } of caches) {
    answers.set({ cache, from: 'process' }, counts.localHits)
    answers.set({ cache, from: 'redis' }, counts.redisHits)
    answers.set({ cache, from: 'stale' }, counts.stale)
    answers.set({ cache, from: 'source' }, counts.misses)
    loads.set({ cache }, counts.loads)
    loadSeconds.set({ cache }, counts.loadMs / 1_000)
    failures.set({ cache }, counts.errors)
    // Of what was not asked there is no rate; absent, it raises no alarm.
    if (hitRate !== null) hitRatio.set({ cache }, hitRate)
  }
  return { contentType: registry.contentType, text: await registry.metrics() }
}

function createGauges(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Gauge({
      name: `plantao_cache_${name}`,
      help: `${help}, all processes, last 5 minutes`,
      labelNames,
      registers: [registry],
    })
  return {
    answers: gauge('answers', 'Calls, by what answered them', ['cache', 'from']),
    hitRatio: gauge('hit_ratio', 'Share of calls answered without a load', ['cache']),
    loads: gauge('loads', 'Loads that went to the source', ['cache']),
    loadSeconds: gauge('load_seconds', 'What these loads took together', ['cache']),
    failures: gauge('redis_failures', 'Calls that Redis failed, or that did not ask it because it had failed', [
      'cache',
    ]),
  }
}
