import { expect, type Page } from '@playwright/test'
import { expectMessages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff, signInAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

const bell = (page: Page) => page.getByRole('button', { name: /^Notificações/ })
const panel = (page: Page) => page.getByRole('dialog', { name: 'Notificações' })

test('a visitor who was away learns of the answer by the bell, and reading it clears the bell', async ({
  newPerson,
}) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  const path = await startConversation(visitor, { name: 'Sônia Couto', body: 'Há prazo para recorrer?' })
  await openConversationAsStaff(attendant, 'Sônia Couto')
  await visitor.goto('about:blank')
  await send(attendant, 'Sim, quinze dias úteis.')
  await expectMessages(attendant, ['Há prazo para recorrer?', 'Sim, quinze dias úteis.'])

  await visitor.goto('/conversa')
  await expect(bell(visitor)).toHaveAccessibleName('Notificações, 1 não lida')
  await bell(visitor).click()
  await panel(visitor)
    .getByRole('link', { name: /escreveu/ })
    .click()
  await visitor.waitForURL(`**${path}`)
  await expectMessages(visitor, ['Há prazo para recorrer?', 'Sim, quinze dias úteis.'])
  await expect(bell(visitor)).toHaveAccessibleName('Notificações')
})

test('the staff hear of a new conversation, and can mark all as read in one window for all', async ({ newPerson }) => {
  const attendant = await newPerson()
  const visitor = await newPerson({ device: 'phone' })
  await signInAsStaff(attendant, 2)
  const second = await attendant.context().newPage()
  await second.goto('/painel')
  await startConversation(visitor, { name: 'Tadeu Lacerda', body: 'Quero abrir uma empresa.' })
  await expect(bell(attendant)).toHaveAccessibleName(/não lida/)
  await bell(attendant).click()
  await expect(panel(attendant).getByRole('link', { name: 'Tadeu Lacerda iniciou uma conversa' })).toBeVisible()
  await panel(attendant).getByRole('button', { name: 'Marcar todas como lidas' }).click()
  for (const page of [attendant, second]) await expect(bell(page)).toHaveAccessibleName('Notificações')
})
