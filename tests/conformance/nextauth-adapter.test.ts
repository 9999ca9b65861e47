import { afterAll, beforeAll, describe } from 'vitest'
import { ways } from '#tests/support/both-ways.ts'
import { accountCases } from './nextauth-adapter/account-cases.ts'
import { type OpenStage, openAdapterStage } from './nextauth-adapter/adapter-stage.ts'
import { sessionCases } from './nextauth-adapter/session-cases.ts'
import { tokenCases } from './nextauth-adapter/token-cases.ts'
import { userCases } from './nextauth-adapter/user-cases.ts'

/**
 * NextAuth 4's adapter contract (next-auth/adapters), and what it leaves out: expiry that is really set, one winner of
 * many consumers, an absolute end, no session after the user. On either way to the database.
 */
describe.each(ways)('the adapter, %s', (way) => {
  let stage: OpenStage | undefined
  beforeAll(async () => {
    stage = await openAdapterStage(way)
  })
  afterAll(() => stage?.[Symbol.asyncDispose]())
  const opened = () => {
    if (!stage) throw new Error('the stage is opened before the cases')
    return stage
  }
  userCases(opened)
  accountCases(opened)
  sessionCases(opened)
  tokenCases(opened)
})
