import { expect } from '@playwright/test'
import { newId } from '#server/contracts/ids.ts'
import { expectLive, expectMessages, send, startConversation } from './support/conversation.ts'
import { countMails, readMailedLink } from './support/mailbox.ts'
import { test } from './support/test.ts'

const newAddress = () => `${newId()}@correio.example`

test.describe('a visitor', () => {
  test.use({ expectedErrors: [/status of 401/] })

  test('comes back on another device with the address they left, and goes on writing', async ({ newPerson }) => {
    const [phone, desk] = [await newPerson({ device: 'phone' }), await newPerson()]
    const email = newAddress()
    await startConversation(phone, { name: 'Xênia Moura', email, body: 'Comecei no celular.' })
    // That of the conversation, which comes by itself.
    await expect.poll(() => countMails(email)).toBe(1)
    await desk.goto('/conversa')
    await desk.getByRole('link', { name: 'Entrar com meu e-mail' }).click()
    await desk.waitForURL(/\/entrar\?/)
    await desk.getByRole('textbox', { name: 'Seu e-mail' }).fill(email)
    await desk.getByRole('button', { name: 'Receber o link' }).click()
    await desk.goto(await readMailedLink(desk, email, 1))
    await desk.getByRole('button', { name: 'Entrar neste aparelho' }).click()
    await desk.waitForURL(/\/conversa$/)
    await desk
      .getByRole('navigation', { name: 'Suas conversas' })
      .getByRole('link', { name: 'Comecei no celular.' })
      .click()
    await expectLive(desk)
    await send(desk, 'Continuo no computador.')
    await expectMessages(desk, ['Comecei no celular.', 'Continuo no computador.'])
    await expect(phone.getByText('Sua sessão terminou. Recarregue a página para continuar.')).toBeVisible()
    await phone.reload()
    await expect(phone.getByRole('link', { name: 'Entrar com meu e-mail' })).toBeVisible()
  })

  test('confirms an address without leaving the conversation, in the same browser', async ({ newPerson }) => {
    const visitor = await newPerson()
    const email = newAddress()
    const path = await startConversation(visitor, { name: 'Zulmira Pires', body: 'Guardem esta conversa.' })
    await visitor.getByRole('button', { name: 'Confirmar e-mail' }).click()
    await visitor.getByLabel('Seu e-mail').fill('incompleto@')
    await visitor.getByRole('button', { name: 'Enviar link' }).click()
    await expect(visitor.getByText('Este endereço de e-mail parece incompleto.')).toBeVisible()
    await visitor.getByLabel('Seu e-mail').fill(email)
    await visitor.getByRole('button', { name: 'Enviar link' }).click()
    await expect(visitor.getByText(`Enviamos um link para ${email}.`)).toBeVisible()

    const tab = await visitor.context().newPage()
    await tab.goto(await readMailedLink(tab, email))
    await tab.getByRole('button', { name: 'Entrar neste aparelho' }).click()
    await tab.waitForURL(`**${path}`)
    await expectLive(tab)
    await expect(tab.getByRole('button', { name: 'Confirmar e-mail' })).toHaveCount(0)
    // The first window went on by itself: its socket came back under the new session.
    await send(tab, 'Agora é minha.')
    await expectMessages(visitor, ['Guardem esta conversa.', 'Agora é minha.'])
    await expectLive(visitor)
    await send(visitor, 'Desta janela também.')
    await expectMessages(tab, ['Guardem esta conversa.', 'Agora é minha.', 'Desta janela também.'])
  })
})
