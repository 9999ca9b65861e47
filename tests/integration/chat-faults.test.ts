import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runScenario } from '#tests/faults/chat/run-scenario.ts'
import { scenarios } from '#tests/faults/chat/scenarios.ts'
import type { Ground } from '#tests/faults/chat/world.ts'
import { createTestDatabase, type TestDatabase, testServers } from '#tests/support/servers.ts'

/** A few of the matrix of `npm run faults -- chat`, on the Postgres of this run. */
const selection = ['gateway-kill', 'racing-publishers', 'redis-publishes-nothing', 'publications-overtake-each-other']

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

describe('every screen shows the ledger, once and in order, after', () => {
  it.each(selection)('%s', { timeout: 120_000 }, async (name) => {
    const scenario = scenarios.find((one) => one.name === name)
    if (!scenario) throw new Error(`there is no scenario ${name}`)
    const outcome = await runScenario(scenario, ground, 7)
    // The whole outcome, so that a failure says what went wrong.
    expect(outcome).toEqual({ ...outcome, isOk: true })
  })
})
