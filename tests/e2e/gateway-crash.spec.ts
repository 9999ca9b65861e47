import { expect, type Page } from '@playwright/test'
import { startGateway } from '#server/dev/parts/application.ts'
import {
  connection,
  expectLive,
  expectMessages,
  expectSameOnBoth,
  send,
  startConversation,
} from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { readRun } from './support/run-file.ts'
import { test } from './support/test.ts'

// While no gateway answers, the browser also tries the way for those without WebSockets.
const gatewayGone = /WebSocket connection to .* failed|ERR_INTERNET_DISCONNECTED|502 .*\/api\/chat\/stream/
test.use({ expectedErrors: [gatewayGone] })
test.describe.configure({ mode: 'serial' })

let restartedPid: number | undefined
const gatewayPid = () => restartedPid ?? readRun().gatewayPid
const killGateway = () => process.kill(gatewayPid(), 'SIGKILL')

test('after kill -9 of the gateway the browser comes back by itself and misses nothing', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Rui Barreto', body: 'Estou na linha?' })
  await openConversationAsStaff(attendant, 'Rui Barreto')
  await expectLive(attendant)

  killGateway()
  await expect(connection(visitor)).toHaveText('Reconectando')
  await send(attendant, 'Escrita enquanto o servidor estava fora.')
  await expectMessages(attendant, ['Estou na linha?', 'Escrita enquanto o servidor estava fora.'])
  await expectMessages(visitor, ['Estou na linha?'])

  await restartGateway()
  await expectLive(visitor)
  await expectMessages(visitor, ['Estou na linha?', 'Escrita enquanto o servidor estava fora.'])
  await send(visitor, 'Voltei.')
  await expectMessages(attendant, ['Estou na linha?', 'Escrita enquanto o servidor estava fora.', 'Voltei.'])
})

test('both write through a kill -9 and an offline spell, and both end with the same messages, each once', async ({
  newPerson,
}) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  const opening = 'Escrevo do ônibus.'
  await startConversation(visitor, { name: 'Zélia Pontes', body: opening })
  await openConversationAsStaff(attendant, 'Zélia Pontes')
  const written = [opening]
  const write = async (page: Page, body: string) => {
    written.push(body)
    await send(page, body)
  }

  await write(visitor, 'v1 antes da queda')
  await write(attendant, 'a1 antes da queda')
  killGateway()
  for (const round of [2, 3]) {
    await write(visitor, `v${round} sem gateway`)
    await write(attendant, `a${round} sem gateway`)
  }
  await visitor.context().setOffline(true)
  await expect(connection(visitor)).toHaveText('Sem internet')
  for (const round of [4, 5]) {
    await write(visitor, `v${round} sem internet`)
    await write(attendant, `a${round} enquanto isso`)
  }
  await restartGateway()
  await expectLive(attendant)
  await write(attendant, 'a6 com gateway')
  await visitor.context().setOffline(false)
  await expectLive(visitor)
  await write(visitor, 'v6 de volta')

  await expectSameOnBoth(visitor, attendant, written)
  await visitor.reload()
  await expectLive(visitor)
  await expectSameOnBoth(visitor, attendant, written)
})

test('a gateway that stands still is noticed by its silence, and missed nothing of once it goes on', async ({
  newPerson,
}) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Inácio Leal', body: 'Está travado?' })
  await openConversationAsStaff(attendant, 'Inácio Leal')
  const pid = gatewayPid()
  process.kill(pid, 'SIGSTOP')
  try {
    await send(attendant, 'Escrita enquanto o servidor não respondia.')
    await expect(connection(visitor)).toHaveText('Reconectando')
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await expectLive(visitor)
  await expectMessages(visitor, ['Está travado?', 'Escrita enquanto o servidor não respondia.'])
})

/** On the same port, as a supervisor would. It ends with the run: it dies with its parent. */
async function restartGateway(): Promise<void> {
  const run = readRun()
  const gateway = await startGateway({
    port: Number(new URL(run.gatewayUrl).port),
    env: { NODE_ENV: 'production', ...run.environment },
    logFile: '.plantao/e2e/logs/gateway-again.log',
    isWatching: false,
  })
  restartedPid = gateway.pid
}
