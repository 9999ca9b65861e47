import { expect } from '@playwright/test'
import { connection, expectLive, expectMessages, send, startConversation } from './support/conversation.ts'
import { renewEpoch } from './support/database.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

test('when the database was put back, open conversations are read anew by themselves', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Heitor Nunes', body: 'Primeira.' })
  await openConversationAsStaff(attendant, 'Heitor Nunes')
  await send(attendant, 'Segunda.')
  await expectMessages(visitor, ['Primeira.', 'Segunda.'])

  await renewEpoch()
  await expect(connection(visitor)).toHaveText('Conversa atualizada')
  await expectMessages(visitor, ['Primeira.', 'Segunda.'])
  await send(visitor, 'Terceira.')
  await expectMessages(attendant, ['Primeira.', 'Segunda.', 'Terceira.'])
  await expectLive(visitor)
  await expectMessages(visitor, ['Primeira.', 'Segunda.', 'Terceira.'])
})
