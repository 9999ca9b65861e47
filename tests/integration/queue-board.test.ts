import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import type { Role } from '#server/contracts/roles.ts'
import { createQueues } from '#server/jobs/queues.ts'
import { createQueueBoardDoor } from '#server/queue-board/answer-queue-board.ts'
import { createContext } from '#server/trpc/context.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

const path = '/api/console/queues'

/** The board behind a server of its own, as the site mounts it. */
async function openBoard(stack: TestStack) {
  const door = createQueueBoardDoor(stack.services, path)
  const server = createServer((request, response) => {
    const { readSession } = createContext({ services: stack.services, request })
    void door.answer({ request, response, readSession })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return async (role: Role | undefined, to: string, init?: RequestInit) => {
    const headers = role ? { cookie: await stack.signIn({ userId: newId(), role }) } : {}
    return fetch(`${origin}${path}${to}`, { ...init, headers })
  }
}

test('only admins see the queues', async () => {
  await using stack = await createTestStack()
  const ask = await openBoard(stack)
  for (const to of ['', '/api/queues', '/static/images/logo.svg']) {
    expect((await ask('admin', to)).status).toBe(200)
    expect((await ask('lawyer', to)).status).toBe(403)
    expect((await ask('visitor', to)).status).toBe(403)
    expect((await ask(undefined, to)).status).toBe(401)
  }
})

test('a job is shown with its data, and nothing can be done to it here', async () => {
  await using stack = await createTestStack()
  const ask = await openBoard(stack)
  const queues = createQueues({ connection: stack.services.redis.state, keys: stack.services.keys, onError: () => {} })
  const id = newId()
  const payload = { conversationId: newId() }
  await queues.byName.emails.add('email-firm-new-conversation', { version: 1, payload }, { jobId: id })
  expect(await (await ask('admin', `/api/queues/emails/${id}`)).json()).toMatchObject({
    job: { id, name: 'email-firm-new-conversation', data: { payload } },
  })
  for (const action of [`${id}/clean`, `${id}/retry/failed`, 'pause', 'empty', 'obliterate']) {
    expect((await ask('admin', `/api/queues/emails/${action}`, { method: 'PUT' })).status).toBe(405)
  }
  expect(await queues.byName.emails.getJobCounts('waiting')).toEqual({ waiting: 1 })
  expect(await queues.byName.emails.isPaused()).toBe(false)
  await queues.close()
})

test('the page asks nobody outside for anything', async () => {
  await using stack = await createTestStack()
  const ask = await openBoard(stack)
  const page = await ask('admin', '')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
  const html = await page.text()
  expect(html).toContain('<div id="root">')
  expect(html).not.toMatch(/https?:\/\//)
})

test('its scripts run by a nonce that is new each time', async () => {
  await using stack = await createTestStack()
  const ask = await openBoard(stack)
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const page = await ask('admin', '')
      const policy = page.headers.get('content-security-policy') ?? ''
      const nonce = /script-src 'self' 'nonce-([\w+/=]{24})';/.exec(policy)?.[1] ?? 'none'
      const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? []
      expect(scripts.length).toBeGreaterThan(1)
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
      return nonce
    }),
  )
  expect(new Set(nonces).size).toBe(2)
})
