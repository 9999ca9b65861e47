import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { newId } from '#server/contracts/ids.ts'
import { expectMessages, messages, send, startConversation } from './support/conversation.ts'
import { openFromList } from './support/inbox.ts'
import { accounts, signInAs } from './support/sign-in.ts'
import { test } from './support/test.ts'

test('nobody starts a conversation without having agreed', async ({ page }) => {
  await page.goto('/conversa')
  await page.getByLabel('Seu nome').fill('Olga Prudente')
  await page.getByLabel('Mensagem').fill('Quero saber antes de concordar.')
  await page.getByRole('button', { name: 'Iniciar conversa' }).click()
  await expect(page.getByText('Marque que concorda para enviar sua mensagem.')).toBeVisible()
  await expect(page.getByRole('checkbox')).toBeFocused()
  await page.getByRole('link', { name: /Como tratamos seus dados/ }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Iniciar conversa' }).click()
  await page.waitForURL(/\/conversa\/[0-9a-f-]{36}$/)
})

test.describe('a person who is erased', () => {
  // Their session is over, and their page asks for what it may not read any more.
  test.use({ expectedErrors: [/status of 40[13]/] })

  test('loses the session at once, and staff who look at the conversation see it empty', async ({ newPerson }) => {
    const [visitor, admin, staff] = [await newPerson({ device: 'phone' }), await newPerson(), await newPerson()]
    const name = `Ulisses ${newId().slice(-6)}`
    const email = `${newId()}@exemplo.com`
    await startConversation(visitor, {
      name,
      email,
      body: 'Segredo de Ulisses.',
    })
    await signInAs(staff, accounts.attendant)
    await staff.goto('/painel')
    await openFromList(staff, name)
    await send(staff, 'Recebido, Ulisses.')
    await expectMessages(visitor, ['Segredo de Ulisses.', 'Recebido, Ulisses.'])

    await signInAs(admin, accounts.admin)
    await admin.goto('/console/privacy')
    await admin.getByLabel('Procurar').fill(email)
    const download = admin.waitForEvent('download')
    await admin.getByRole('button', { name: `Baixar o arquivo de ${name}` }).click()
    const files = unzipSync(readFileSync(await (await download).path()))
    expect(Object.keys(files).toSorted()).toEqual(['dados.json', 'leia-me.html'])
    expect(strFromU8(files['dados.json'] ?? new Uint8Array())).toContain('Segredo de Ulisses.')

    await admin.getByRole('button', { name: `Apagar os dados de ${name}` }).click()
    await admin.getByRole('button', { name: 'Apagar definitivamente' }).click()
    await expect(visitor.getByText('Sua sessão terminou. Recarregue a página para continuar.')).toBeVisible()
    await expect(messages(staff)).toHaveText([/Mensagem apagada/, /Mensagem apagada/])
    await expect(staff.getByText('Esta conversa foi encerrada.')).toBeVisible()
    await expect(admin.getByText('Os dados foram apagados.')).toBeVisible()
  })
})
