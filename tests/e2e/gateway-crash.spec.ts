import { expect } from '@playwright/test'
import { startGateway } from '#server/dev/parts/application.ts'
import { connection, expectLive, expectMessages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { readRun } from './support/run-file.ts'
import { test } from './support/test.ts'

test.use({ expectedErrors: [/WebSocket connection to .* failed/] })

test('after kill -9 of the gateway the browser comes back by itself and misses nothing', async ({ newPerson }) => {
  const run = readRun()
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Rui Barreto', body: 'Estou na linha?' })
  await openConversationAsStaff(attendant, 'Rui Barreto')
  await expectLive(attendant)

  process.kill(run.gatewayPid, 'SIGKILL')
  await expect(connection(visitor)).toHaveText('Reconectando')
  await send(attendant, 'Escrita enquanto o servidor estava fora.')
  await expectMessages(attendant, ['Estou na linha?', 'Escrita enquanto o servidor estava fora.'])
  await expectMessages(visitor, ['Estou na linha?'])

  await using _gateway = await startGateway({
    port: Number(new URL(run.gatewayUrl).port),
    env: { NODE_ENV: 'production', ...run.environment },
    logFile: '.plantao/e2e/logs/gateway-again.log',
    isWatching: false,
  })
  await expectLive(visitor)
  await expectMessages(visitor, ['Estou na linha?', 'Escrita enquanto o servidor estava fora.'])
  await send(visitor, 'Voltei.')
  await expectMessages(attendant, ['Estou na linha?', 'Escrita enquanto o servidor estava fora.', 'Voltei.'])
})
