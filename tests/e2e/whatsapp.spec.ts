import { expect } from '@playwright/test'
import { expectLive, send } from './support/conversation.ts'
import { inboxList, openFromList, signInAsStaff } from './support/inbox.ts'
import { loseAnswerOf, reportStatuses, writeOverWhatsapp } from './support/simulator.ts'
import { test } from './support/test.ts'

test.afterEach(() => reportStatuses(['sent', 'delivered']))

test('a conversation over WhatsApp goes both ways in the inbox, with what became of each answer', async ({
  newPerson,
}) => {
  const person = { from: '553188120001', name: 'Rita Figueira' }
  const attendant = await newPerson()
  await signInAsStaff(attendant)
  await writeOverWhatsapp(person, 'Recebi uma notificação do banco.')
  const item = inboxList(attendant).getByRole('link', { name: person.name })
  await expect(item).toContainText('WhatsApp')
  await openFromList(attendant, person.name)
  await expect(attendant.getByText('WhatsApp · +55 31 98812-0001')).toBeVisible()

  await reportStatuses(['sent', 'delivered', 'read'])
  await send(attendant, 'Pode me mandar uma foto?')
  await expect(attendant.getByRole('img', { name: 'Lida' })).toHaveCount(1)
  await writeOverWhatsapp(person, 'Segue a foto.')
  await expect(attendant.getByRole('log').getByText('Segue a foto.')).toBeVisible()
})

test('a message of which nobody knows whether it was sent is sent again by a person’s decision only', async ({
  newPerson,
}) => {
  const person = { from: '553188120002', name: 'Ugo Sampaio' }
  const attendant = await newPerson({ device: 'phone', colorScheme: 'dark' })
  await signInAsStaff(attendant)
  await writeOverWhatsapp(person, 'Bom dia')
  await openFromList(attendant, person.name)
  await expectLive(attendant)

  await reportStatuses([])
  await loseAnswerOf('O prazo é de quinze dias.')
  await send(attendant, 'O prazo é de quinze dias.')
  await expect(attendant.getByRole('img', { name: 'Envio não confirmado' })).toHaveCount(1)
  await reportStatuses(['sent', 'delivered'])
  const again = attendant.getByRole('button', { name: 'Enviar de novo' })
  await again.click()
  await expect(attendant.getByRole('img', { name: 'Entregue' })).toHaveCount(1)
  await expect(again).toHaveCount(0)
})

test('after a day the person is asked to write, and what was written goes when they do', async ({ newPerson }) => {
  const person = { from: '553188120003', name: 'Ivo Peixoto' }
  const attendant = await newPerson()
  await signInAsStaff(attendant)
  // Two days ago, by WhatsApp's clock.
  await writeOverWhatsapp({ ...person, timestamp: Math.floor(Date.now() / 1_000) - 172_800 }, 'Bom dia')
  await openFromList(attendant, person.name)
  await expect(attendant.getByText(/não aceita texto livre/)).toBeVisible()
  await send(attendant, 'Conseguiu o documento?')
  await expect(attendant.getByText('Segue sozinha assim que a pessoa escrever.')).toBeVisible()
  await expect(attendant.getByText(/O convite para retomar a conversa foi enviado/)).toBeVisible()

  await writeOverWhatsapp(person, 'Voltei!')
  await expect(attendant.getByRole('img', { name: 'Entregue' })).toHaveCount(1)
  await expect(attendant.getByText(/não aceita texto livre/)).toHaveCount(0)
})
