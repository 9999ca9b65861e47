import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { importLayers } from './import-layers.ts'

const breaks = (path: string, text: string): boolean => tryRule(importLayers, { [path]: text }).length > 0

test('contracts import nothing outside contracts', () => {
  expect(breaks('server/contracts/jobs.ts', `import { readEnv } from '../env.ts'`)).toBe(true)
  expect(breaks('server/contracts/jobs.ts', `import { uuid } from './ids.ts'`)).toBe(false)
})

test('the Redis layer never reaches a feature, not even by type or lazily', () => {
  expect(breaks('server/redis/pubsub.ts', `import type { X } from '#server/features/agents/x.ts'`)).toBe(true)
  expect(breaks('server/redis/pubsub.ts', `export const f = () => import('#server/features/agents/x.ts')`)).toBe(true)
})

test('machinery knows its neighbours by type only', () => {
  expect(breaks('server/jobs/relay.ts', `import type { PubSub } from '#server/redis/pubsub.ts'`)).toBe(false)
  expect(breaks('server/jobs/relay.ts', `import { createPubSub } from '#server/redis/pubsub.ts'`)).toBe(true)
})

test('features reach Redis through services only', () => {
  expect(breaks('server/features/a/a.ts', `import { createCache } from '#server/redis/cache/create-cache.ts'`)).toBe(
    true,
  )
  expect(breaks('server/features/a/a.ts', `import { findAgent } from '#db/queries/agents.ts'`)).toBe(false)
})

test('services never import features', () => {
  expect(breaks('server/services.ts', `import { x } from './features/a/a.ts'`)).toBe(true)
})

test('the browser sees contracts and the type of the router', () => {
  expect(breaks('src/features/chat/chat.tsx', `import type { AppRouter } from '#server/router.ts'`)).toBe(false)
  expect(breaks('src/features/chat/chat.tsx', `import { appRouter } from '#server/router.ts'`)).toBe(true)
  expect(breaks('src/features/chat/chat.tsx', `import { limits } from '#server/contracts/limits.ts'`)).toBe(false)
  expect(breaks('src/features/chat/chat.tsx', `import { createDb } from '#db/client.ts'`)).toBe(true)
})

test('server values enter the web app at three doors', () => {
  const text = `import { createServices } from '#server/services.ts'`
  expect(breaks('src/services.ts', text)).toBe(false)
  expect(breaks('src/pages/api/health.ts', text)).toBe(false)
  expect(breaks('src/pages/index.tsx', text)).toBe(true)
})

test('the product imports neither the development runner nor tests', () => {
  expect(breaks('server/gateway/main.ts', `import { freePort } from '#server/dev/free-port.ts'`)).toBe(true)
  expect(breaks('server/gateway/main.ts', `import { testPrefix } from '#tests/support/servers.ts'`)).toBe(true)
})
