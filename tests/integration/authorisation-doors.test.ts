import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { apiTargets, filesWithoutAddress } from '#tests/support/authorisation/api-addresses.ts'
import { askFor } from '#tests/support/authorisation/ask-for.ts'
import type { Cell } from '#tests/support/authorisation/authorisation-table.ts'
import { createWorld, type World } from '#tests/support/authorisation/create-world.ts'
import { askEveryone, expectedOf, rowsOf } from '#tests/support/authorisation/everyone.ts'
import { openPage } from '#tests/support/authorisation/open-page.ts'
import { pageAddress, pageFiles } from '#tests/support/authorisation/page-addresses.ts'
import { type ServedApi, serveApi } from '#tests/support/authorisation/serve-api.ts'
import { type OpenGateway, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
let gateway: OpenGateway
let api: ServedApi
let world: World

const warnings = vi.spyOn(console, 'warn')

beforeAll(async () => {
  // Requests say where they come from, so that no limit is shared.
  stack = await createTestStack({ TRUSTED_PROXIES: '1' })
  gateway = await openGateway(stack.env)
  const GATEWAY_URL = `http://127.0.0.1:${gateway.port}`
  api = await serveApi({ ...stack.services, env: { ...stack.env, GATEWAY_URL } })
  world = await createWorld(stack)
})
afterAll(async () => {
  warnings.mockRestore()
  await api[Symbol.asyncDispose]()
  await gateway[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

describe('who may ask the site for', () => {
  it('every file can be asked: a name that is a pattern has an address in api-addresses.ts', () => {
    expect(filesWithoutAddress).toEqual([])
  })

  it.each(apiTargets)('$target', async ({ method, address, target }) => {
    const row = await askEveryone({ stack, world: async () => world }, ({ conversationId, cookie }) =>
      askFor({ method, url: `${api.url}${address.replace('{conversationId}', conversationId)}`, cookie }),
    )
    const isNowhere = Object.values(row).every((cell) => cell === '405')
    if (isNowhere) expect(rowsOf((row) => row === target)).toEqual([])
    else expect(row).toEqual(expectedOf(target, row))
    // Next says so while it develops, of a handler that answers more than the response does.
    expect(warnings.mock.calls.flat().filter((text) => /should not return a value/.test(String(text)))).toEqual([])
  })
})

describe('who is shown', () => {
  it.each(pageFiles)('$route', async (page) => {
    const row = await askEveryone({ stack, world: async () => world }, ({ conversationId, cookie }) => {
      return openPage({ page, address: pageAddress(page.route, conversationId), cookie })
    })
    expect(row).toEqual(expectedOf(`page ${page.route}`, row))
  })
})

const gatewayTargets = ['/healthz', '/metrics', '/api/chat/stream']

describe('who may ask a gateway for', () => {
  it.each(gatewayTargets)('GET %s', async (path) => {
    const row = await askEveryone({ stack, world: async () => world }, ({ conversationId, cookie }) =>
      askFor({
        method: 'GET',
        url: `http://127.0.0.1:${gateway.port}${path}?conversationId=${conversationId}`,
        cookie,
      }),
    )
    expect(row).toEqual(expectedOf(`gateway GET ${path}`, row))
  })

  it('a socket', async () => {
    const row = await askEveryone({ stack, world: async () => world }, async ({ cookie }): Promise<Cell> => {
      using _socket = await openRawSocket(gateway.port, { ...(cookie !== undefined && { cookie }) })
      return 'yes'
    })
    expect(row).toEqual(expectedOf('gateway WebSocket /trpc', row))
  })
})

it('the table has a row for every page, route and door, and for none that is gone', () => {
  const known = [
    ...pageFiles.map(({ route }) => `page ${route}`),
    ...apiTargets.map(({ target }) => target),
    ...gatewayTargets.map((path) => `gateway GET ${path}`),
    'gateway WebSocket /trpc',
  ]
  const isHere = (target: string) => /^(page|GET|POST|gateway) /.test(target)
  expect(rowsOf(isHere).filter((target) => !known.includes(target))).toEqual([])
})
