import { mkdirSync } from 'node:fs'
import { expect } from '@playwright/test'
import { expectMessages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

/** The pictures of README.md. They are written by `npm run screenshots` only, so that a test run leaves the tree clean. */
const folder = 'docs/images'

test('the pictures of the README show the product as it is', async ({ newPerson }, { config }) => {
  const isUpdating = ['all', 'changed'].includes(config.updateSnapshots)
  if (isUpdating) mkdirSync(folder, { recursive: true })
  const picture = (name: string) => (isUpdating ? { path: `${folder}/${name}.png` } : {})

  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await startConversation(visitor, {
    name: 'Helena Duarte',
    slug: 'locacao-e-despejo',
    body: 'Olá. O inquilino avisou que sai antes do fim do contrato. A multa é integral?',
  })
  await openConversationAsStaff(attendant, 'Helena Duarte')
  await send(attendant, 'Olá, Helena. Em regra a multa é proporcional ao tempo que falta. O contrato diz algo?')
  await expectMessages(visitor, ['Olá. O inquilino', 'Olá, Helena.'])
  await send(visitor, 'Diz três aluguéis. Faltam oito meses de trinta.')
  await expectMessages(attendant, ['Olá. O inquilino', 'Olá, Helena.', 'Diz três aluguéis.'])

  // What is before their eyes is not left in the bell.
  await expect(visitor.getByRole('button', { name: 'Notificações', exact: true })).toBeVisible()
  const home = await newPerson()
  await home.goto('/')
  await expect(home.getByRole('heading', { level: 1 })).toBeVisible()
  for (const [name, page] of Object.entries({ home, inbox: attendant, conversation: visitor })) {
    expect((await page.screenshot({ ...picture(name), animations: 'disabled' })).byteLength).toBeGreaterThan(5_000)
  }
})
