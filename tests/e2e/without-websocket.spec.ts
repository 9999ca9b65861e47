import { expectLive, expectMessages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

test('a conversation is live on a network that lets no WebSocket through', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  await visitor.routeWebSocket(/./, (socket) => socket.close())
  const attendant = await newPerson()
  await startConversation(visitor, { name: 'Estela Bastos', body: 'Escrevo da rede do trabalho.' })
  await openConversationAsStaff(attendant, 'Estela Bastos')
  await send(attendant, 'Recebemos, Estela.')
  await expectMessages(visitor, ['Escrevo da rede do trabalho.', 'Recebemos, Estela.'])
  await send(visitor, 'Que bom.')
  await expectMessages(attendant, ['Escrevo da rede do trabalho.', 'Recebemos, Estela.', 'Que bom.'])
  await expectLive(visitor)
})
