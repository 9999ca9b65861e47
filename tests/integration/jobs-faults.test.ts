import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ground } from '#tests/faults/chat/world.ts'
import { runScenario } from '#tests/faults/jobs/run-scenario.ts'
import { scenarios } from '#tests/faults/jobs/scenarios.ts'
import { createTestDatabase, type TestDatabase, testServers } from '#tests/support/servers.ts'

/** The shortest of the matrix of `npm run faults -- jobs`, on the Postgres of this run. */
const selection = ['each-killed-once']

let database: TestDatabase
let ground: Ground

beforeAll(async () => {
  database = await createTestDatabase()
  ground = {
    directory: testServers().directory,
    databaseUrl: database.databaseUrl,
    supabaseUrl: await database.startRest(),
    serviceRoleKey: database.serviceRoleKey,
    restartPostgres: () => Promise.reject(new Error('others use this Postgres')),
  }
})
afterAll(() => database[Symbol.asyncDispose]())

describe('every job has had its effect, once, after', () => {
  it.each(selection)('%s', { timeout: 120_000 }, async (name) => {
    const scenario = scenarios.find((one) => one.name === name)
    if (!scenario) throw new Error(`there is no scenario ${name}`)
    const outcome = await runScenario(scenario, ground, { seed: 7, enqueues: 30 })
    // The whole outcome, so that a failure says what went wrong.
    expect(outcome).toEqual({ ...outcome, isOk: true })
  })
})
