import { expect, type Page } from '@playwright/test'
import { expectLive, expectMessages, messages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

test.use({ expectedErrors: [/ERR_FAILED|ERR_INTERNET_DISCONNECTED/] })

const sending = '**/api/trpc/**messages.send**'
const blockSending = (page: Page) => page.context().route(sending, (route) => route.abort())
const letSend = (page: Page) => page.context().unroute(sending)

test('unsent messages survive a reload and go out once, in the order they were written', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Caio Ferraz', body: 'Bom dia.' })
  await openConversationAsStaff(attendant, 'Caio Ferraz')

  await blockSending(visitor)
  for (const body of ['Um.', 'Dois.', 'Três.']) await send(visitor, body)
  await expect(visitor.getByText('Sem conexão. A mensagem será enviada assim que ela voltar.')).toBeVisible()
  await visitor.reload()
  await expectLive(visitor)
  await expectMessages(visitor, ['Bom dia.', 'Um.', 'Dois.', 'Três.'])
  await expectMessages(attendant, ['Bom dia.'])

  await letSend(visitor)
  await visitor.getByRole('button', { name: 'Tentar agora' }).click()
  await expectMessages(attendant, ['Bom dia.', 'Um.', 'Dois.', 'Três.'])
  await expect(messages(visitor).filter({ hasText: 'Enviando' })).toHaveCount(0)
  await expectMessages(visitor, ['Bom dia.', 'Um.', 'Dois.', 'Três.'])
})

test('a message that is stuck can be discarded, and never arrives', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Nina Peixoto', body: 'Boa tarde.' })
  await openConversationAsStaff(attendant, 'Nina Peixoto')
  await blockSending(visitor)
  await send(visitor, 'Esta não.')
  await visitor.getByRole('button', { name: 'Descartar' }).click()
  await expectMessages(visitor, ['Boa tarde.'])
  await letSend(visitor)
  await send(visitor, 'Esta sim.')
  await expectMessages(attendant, ['Boa tarde.', 'Esta sim.'])
  await visitor.reload()
  await expectMessages(visitor, ['Boa tarde.', 'Esta sim.'])
})

test('two tabs show the same messages, send each once, and hand over when one is closed', async ({ newPerson }) => {
  const first = await newPerson()
  const attendant = await newPerson()
  const path = await startConversation(first, { name: 'Lívia Sampaio', body: 'Olá.' })
  await openConversationAsStaff(attendant, 'Lívia Sampaio')
  const second = await first.context().newPage()
  await second.goto(path)
  await expectLive(second)

  await blockSending(first)
  await send(first, 'Da primeira aba.')
  await expect(messages(second).filter({ hasText: 'Da primeira aba.' })).toHaveCount(1)
  await send(second, 'Da segunda aba.')
  await expect(messages(first).filter({ hasText: 'Da segunda aba.' })).toHaveCount(1)
  await letSend(first)
  const all = ['Olá.', 'Da primeira aba.', 'Da segunda aba.']
  for (const page of [attendant, first, second]) await expectMessages(page, all)

  await blockSending(first)
  await send(first, 'Escrita na aba que se fecha.')
  await expect(messages(second).filter({ hasText: 'Escrita na aba que se fecha.' })).toHaveCount(1)
  await first.close()
  await letSend(second)
  for (const page of [attendant, second]) await expectMessages(page, [...all, 'Escrita na aba que se fecha.'])
})

test('a message goes on being sent while its author looks at another conversation', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Davi Moreira', body: 'Alguém aí?' })
  await openConversationAsStaff(attendant, 'Davi Moreira')
  await blockSending(attendant)
  await send(attendant, 'Sim, já respondo.')
  await expect(messages(attendant).filter({ hasText: 'Aguardando' })).toHaveCount(1)
  await attendant.getByRole('navigation', { name: 'Conversas abertas' }).getByRole('link').last().click()
  await expect(messages(attendant).filter({ hasText: 'Sim, já respondo.' })).toHaveCount(0)
  await letSend(attendant)
  await expectMessages(visitor, ['Alguém aí?', 'Sim, já respondo.'])
})
