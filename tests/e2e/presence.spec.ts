import { expect } from '@playwright/test'
import { expectLive, messages, send, setHidden, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

test('each side sees that the other is here, writes, and leaves', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  const path = await startConversation(visitor, { name: 'Irene Matos', body: 'Boa noite.' })
  await openConversationAsStaff(attendant, 'Irene Matos')
  const header = attendant.getByRole('region', { name: 'Conversa' }).locator('header')
  await expect(header).toContainText('Online')

  const draft = visitor.getByRole('textbox', { name: 'Sua mensagem' })
  await draft.pressSequentially('Pen')
  await expect(attendant.getByText('Irene Matos está escrevendo')).toBeVisible()
  await draft.fill('')
  await expect(attendant.getByText('Irene Matos está escrevendo')).toHaveCount(0)
  await draft.pressSequentially('Pensei melhor.')
  await expect(attendant.getByText('Irene Matos está escrevendo')).toBeVisible()
  await visitor.getByRole('button', { name: 'Enviar' }).click()
  await expect(messages(attendant)).toHaveCount(2)
  await expect(attendant.getByText('Irene Matos está escrevendo')).toHaveCount(0)

  await visitor.goto('about:blank')
  await expect(header).toContainText('Visto por último às')
  await visitor.goto(path)
  await expectLive(visitor)
  await expect(header).toContainText('Online')
})

test('a message is marked as read when the other side has it before their eyes, and not before', async ({
  newPerson,
}) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Jonas Teles', body: 'Preciso de um contrato.' })
  const mark = (text: string, name: string) => messages(visitor).filter({ hasText: text }).getByRole('img', { name })
  await expect(mark('Preciso de um contrato.', 'Enviada')).toBeVisible()
  await openConversationAsStaff(attendant, 'Jonas Teles')
  await expect(mark('Preciso de um contrato.', 'Lida')).toBeVisible()

  await setHidden(attendant, true)
  await send(visitor, 'De locação, comercial.')
  await expect(messages(attendant)).toHaveCount(2)
  await expect(mark('De locação, comercial.', 'Enviada')).toBeVisible()
  await setHidden(attendant, false)
  await expect(mark('De locação, comercial.', 'Lida')).toBeVisible()
})
