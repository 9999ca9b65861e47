import { expect } from '@playwright/test'
import { send, startConversation } from './support/conversation.ts'
import { inboxList, openFromList, signInAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

test('the list follows what happens: new conversations, previews, unread counts', async ({ newPerson }) => {
  const attendant = await newPerson()
  const visitor = await newPerson({ device: 'phone' })
  await signInAsStaff(attendant)
  await startConversation(visitor, { name: 'Ofélia Braga', body: 'Primeira pergunta.' })
  const item = inboxList(attendant).getByRole('link', { name: 'Ofélia Braga' })
  await expect(item).toContainText('Primeira pergunta.')
  await send(visitor, 'Segunda pergunta.')
  await expect(item).toContainText('Segunda pergunta.')
  await expect(item).toContainText('2 mensagens não lidas')
  await expect(attendant).toHaveTitle(/^\(\d+\) Painel/)

  await openFromList(attendant, 'Ofélia Braga')
  await expect(item).not.toContainText('não lida')
  await attendant.reload()
  await expect(item).toContainText('Segunda pergunta.')
  await expect(item).not.toContainText('não lida')
})

test('a conversation is taken, handed over and released, and every attendant sees it at once', async ({
  newPerson,
}) => {
  const visitor = await newPerson({ device: 'phone' })
  const one = await newPerson()
  const other = await newPerson({ device: 'phone' })
  const nameOfOne = await signInAsStaff(one, 0)
  const nameOfOther = await signInAsStaff(other, 1)
  await startConversation(visitor, { name: 'Pedro Antunes', body: 'Fui demitido ontem.' })
  await openFromList(one, 'Pedro Antunes')
  await inboxList(other).getByRole('link', { name: 'Sem responsável', exact: true }).click()
  const itemOfOther = inboxList(other).getByRole('link', { name: 'Pedro Antunes' })
  await expect(itemOfOther).toBeVisible()

  const assignment = one.getByRole('button', { name: /^Responsável pela conversa/ })
  await expect(assignment).toHaveText('sem responsável')
  await assignment.click()
  await one.getByRole('menuitem', { name: 'Assumir' }).click()
  await expect(assignment).toHaveText('com você')
  await expect(itemOfOther).toHaveCount(0)
  await inboxList(one).getByRole('link', { name: 'Minhas', exact: true }).click()
  await expect(inboxList(one).getByRole('link', { name: 'Pedro Antunes' })).toBeVisible()

  await assignment.click()
  await one.getByRole('menuitem', { name: nameOfOther }).click()
  await expect(assignment).toHaveText(`com ${nameOfOther}`)
  await expect(inboxList(one).getByRole('link', { name: 'Pedro Antunes' })).toHaveCount(0)
  await inboxList(other).getByRole('link', { name: 'Minhas', exact: true }).click()
  await expect(itemOfOther).toContainText('com você')
  await other.getByRole('button', { name: /^Notificações/ }).click()
  await expect(other.getByRole('link', { name: `${nameOfOne} passou uma conversa para você` })).toBeVisible()

  await assignment.click()
  await one.getByRole('menuitem', { name: 'Deixar sem responsável' }).click()
  await expect(assignment).toHaveText('sem responsável')
  await expect(itemOfOther).toHaveCount(0)
  // Whoever changed the list's view is connected as before: the list speaks of its line only when that is down.
  for (const page of [one, other]) await expect(inboxList(page).getByRole('status')).toHaveCount(0)
})
