import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EnvironmentError, parseEnv } from '#server/env.ts'
import { formatProblem } from '../rule.ts'
import { findDocProblems } from './doc-problems.ts'
import { composeEnvironment, environmentNames, exampleNames, readDocuments, readProjectFacts } from './project-facts.ts'

const root = process.cwd()

test('everything that the documents name exists', () => {
  expect(findDocProblems(readDocuments(root), readProjectFacts(root)).map(formatProblem)).toEqual([])
})

test('.env.example and server/env.ts name the same variables', () => {
  expect(exampleNames(root)).toEqual(environmentNames(root))
})

/** What the containers need not be told: docker-compose.yml has only one way to run each. */
const decidedByCompose = [
  // The embedded default's alone.
  ...['PLANTAO_EMBEDDED', 'PLANTAO_HOME'],
  ...['SIMULATOR_PORT', 'POSTGRES_PORT', 'POSTGREST_PORT', 'REDIS_STATE_PORT', 'REDIS_CACHE_PORT'],
  // Ports inside a container; the host's are those of `ports`.
  ...['WEB_PORT', 'GATEWAY_PORT', 'WORKER_PORT'],
  // Other ways to name a Redis: compose brings its own.
  ...['REDIS_HOST', 'REDIS_PORT', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'REDIS_TLS', 'REDIS_TLS_CA_FILE'],
  ...['REDIS_SENTINELS', 'REDIS_SENTINEL_NAME', 'REDIS_SENTINEL_USERNAME', 'REDIS_SENTINEL_PASSWORD'],
  ...['REDIS_CLUSTER_NODES', 'UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
]

test('docker-compose.yml passes every variable of .env.example on', () => {
  expect([...composeEnvironment(root), ...decidedByCompose].sort()).toEqual(exampleNames(root))
})

test('the placeholders of .env.example are refused', () => {
  const text = readFileSync('.env.example', 'utf8')
  const pairs = [...text.matchAll(/^([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value])
  expect(() => parseEnv(Object.fromEntries(pairs))).toThrow(EnvironmentError)
})
