import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorisation } from '#tests/support/authorisation/authorisation-table.ts'
import { callProcedure } from '#tests/support/authorisation/call-procedure.ts'
import { createWorld, type World } from '#tests/support/authorisation/create-world.ts'
import { askEveryone, expectedOf, rowsOf } from '#tests/support/authorisation/everyone.ts'
import { openSubscription } from '#tests/support/authorisation/open-subscription.ts'
import { type Procedure, procedures } from '#tests/support/authorisation/procedures.ts'
import { type OpenGateway, openGateway } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let gateway: OpenGateway
let shared: World

beforeAll(async () => {
  stack = await createTestStack()
  gateway = await openGateway(stack.env)
  shared = await createWorld(stack)
})
afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

const targetOf = ({ type, path }: Procedure): string => `${type} ${path}`
const ofTypes = (...types: readonly Procedure['type'][]) =>
  procedures.filter(({ type }) => types.includes(type)).map((procedure) => [targetOf(procedure), procedure] as const)

describe('who may call', () => {
  it.each(ofTypes('query'))('%s', async (target, procedure) => {
    const row = await askEveryone({ stack, world: async () => shared }, ({ conversationId, cookie }) =>
      callProcedure({ stack, procedure, conversationId, cookie }),
    )
    expect(row).toEqual(expectedOf(target, row))
  })

  // What one of them does must not change what the next one finds.
  it.each(ofTypes('mutation'))('%s', async (target, procedure) => {
    const row = await askEveryone({ stack, world: () => createWorld(stack) }, ({ conversationId, cookie }) =>
      callProcedure({ stack, procedure, conversationId, cookie }),
    )
    expect(row).toEqual(expectedOf(target, row))
  })

  it.each(ofTypes('subscription'))('%s', async (target, procedure) => {
    const row = await askEveryone({ stack, world: async () => shared }, ({ conversationId, cookie }) =>
      openSubscription({ port: gateway.port, procedure, conversationId, cookie }),
    )
    expect(row).toEqual(expectedOf(target, row))
  })
})

it.each(procedures.filter(({ type }) => type !== 'subscription'))(
  'whose session has ended is a stranger: $path',
  async (procedure) => {
    const cookie = await stack.signIn({ userId: shared.people.admin, role: 'admin' })
    await stack.services.sessions.destroy(cookie.replace(/^[^=]+=/, ''))
    const cell = await callProcedure({ stack, procedure, conversationId: shared.conversations.visitor, cookie })
    expect(cell).toBe(authorisation[targetOf(procedure)]?.stranger)
  },
)

it('the table has a row for every procedure and for none that is gone', () => {
  const isProcedure = (target: string) => /^(query|mutation|subscription) /.test(target)
  expect(rowsOf(isProcedure)).toEqual(procedures.map(targetOf).toSorted())
})
