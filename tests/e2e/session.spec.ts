import { expect } from '@playwright/test'
import { expectLive, messages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff, signOut } from './support/inbox.ts'
import { test } from './support/test.ts'

const sending = '**/api/trpc/**messages.send**'

test.describe('signing out', () => {
  test.use({ expectedErrors: [/status of 401|ERR_FAILED/] })

  test('ends every window of the person at once', async ({ newPerson }) => {
    const visitor = await newPerson({ device: 'phone' })
    const attendant = await newPerson()
    await startConversation(visitor, { name: 'Olga Freire', body: 'Bom dia.' })
    await openConversationAsStaff(attendant, 'Olga Freire')
    const other = await attendant.context().newPage()
    await other.goto(attendant.url())
    await expectLive(other)
    await signOut(attendant)
    await attendant.waitForURL(/\/entrar$/)
    await expect(other.getByText('Sua sessão terminou. Recarregue a página para continuar.')).toBeVisible()
  })

  test('asks before it drops what was not sent, and leaves nothing behind', async ({ newPerson }) => {
    const visitor = await newPerson({ device: 'phone' })
    const attendant = await newPerson()
    await startConversation(visitor, { name: 'Breno Sales', body: 'Bom dia.' })
    await openConversationAsStaff(attendant, 'Breno Sales')
    await attendant.context().route(sending, (route) => route.abort())
    await send(attendant, 'Ainda não foi.')
    await expect(messages(attendant).filter({ hasText: 'Aguardando' })).toHaveCount(1)

    await signOut(attendant)
    await expect(attendant.getByText('Há uma mensagem que ainda não foi enviada.')).toBeVisible()
    await attendant.getByRole('button', { name: 'Ficar' }).click()
    await expect(messages(attendant)).toHaveCount(2)
    await signOut(attendant)
    await attendant.getByRole('button', { name: 'Sair e descartar' }).click()
    await attendant.waitForURL(/\/entrar$/)

    await attendant.context().unroute(sending)
    await openConversationAsStaff(attendant, 'Breno Sales')
    await expect(messages(attendant)).toHaveCount(1)
  })
})
