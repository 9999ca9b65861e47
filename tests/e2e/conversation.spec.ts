import { expect } from '@playwright/test'
import { expectLive, expectMessages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

test('a visitor and an attendant converse live, and a reload shows the same', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Marina Prado', body: 'Recebi uma notificação de despejo.' })
  await openConversationAsStaff(attendant, 'Marina Prado')
  await expectMessages(attendant, ['Recebi uma notificação de despejo.'])

  await send(attendant, 'Olá, Marina. Que prazo a notificação dá?')
  await expectMessages(visitor, ['Recebi uma notificação de despejo.', 'Olá, Marina. Que prazo a notificação dá?'])
  await send(visitor, 'Trinta dias, contados de ontem.')
  const all = [
    'Recebi uma notificação de despejo.',
    'Olá, Marina. Que prazo a notificação dá?',
    'Trinta dias, contados de ontem.',
  ]
  await expectMessages(attendant, all)

  await visitor.reload()
  await attendant.reload()
  await expectLive(visitor)
  await expectMessages(visitor, all)
  await expectMessages(attendant, all)
})

test.describe('without a network', () => {
  test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED/] })

  test('messages written while offline arrive once, in order, when the network is back', async ({ newPerson }) => {
    const visitor = await newPerson({ device: 'phone' })
    const attendant = await newPerson()
    await startConversation(visitor, { name: 'Otávio Lins', body: 'Boa tarde.' })
    await openConversationAsStaff(attendant, 'Otávio Lins')

    await visitor.context().setOffline(true)
    await send(visitor, 'Primeira, sem rede.')
    await send(visitor, 'Segunda, sem rede.')
    // Its bubble stands before it is stored, and what is stored first is the earlier one.
    const stored = attendant.waitForResponse((response) => response.url().includes('messages.send') && response.ok())
    await send(attendant, 'Enquanto isso, do escritório.')
    await stored
    await visitor.context().setOffline(false)

    await expect(visitor.getByText('Enquanto isso, do escritório.')).toBeVisible()
    await expectMessages(attendant, [
      'Boa tarde.',
      'Enquanto isso, do escritório.',
      'Primeira, sem rede.',
      'Segunda, sem rede.',
    ])
  })
})

test.describe("somebody else's conversation", () => {
  test.use({ expectedErrors: [/status of (401|403|207)/] })

  test('cannot be read', async ({ newPerson }) => {
    const owner = await newPerson()
    const other = await newPerson()
    const path = await startConversation(owner, { name: 'Dona da Conversa', body: 'Só para mim.' })
    await startConversation(other, { name: 'Outra Pessoa', body: 'Outro assunto.' })
    await other.goto(path)
    await expect(other.getByText('Esta conversa não é sua')).toBeVisible()
    await expect(other.getByText('Só para mim.')).toHaveCount(0)
  })
})
