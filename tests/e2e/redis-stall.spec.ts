import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { z } from 'zod'
import { expectLive, startConversation } from './support/conversation.ts'
import { test } from './support/test.ts'

const runtime = z.object({ parts: z.array(z.object({ name: z.string(), pid: z.int() })) })

test.describe('while the Redis that holds the sessions stands still', () => {
  test.use({ expectedErrors: [/status of 503|WebSocket/] })

  test('a conversation says so, and comes back by itself', async ({ newPerson }) => {
    const visitor = await newPerson({ device: 'phone' })
    await startConversation(visitor, { name: 'Teresa Vidal', body: 'Preciso de um inventário.' })
    const pid = pidOf('redis-state')
    process.kill(pid, 'SIGSTOP')
    try {
      await visitor.reload()
      await expect(visitor.getByText('O serviço está fora do ar por um instante.')).toBeVisible()
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await expectLive(visitor)
  })
})

function pidOf(name: string): number {
  const { parts } = runtime.parse(JSON.parse(readFileSync('.plantao/e2e/runtime.json', 'utf8')))
  const part = parts.find((candidate) => candidate.name === name)
  if (!part) throw new Error(`the stack has no part "${name}"`)
  return part.pid
}
