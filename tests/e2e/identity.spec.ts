import { expect, type Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { newId } from '#server/contracts/ids.ts'
import { expectLive, expectMessages, send, startConversation } from './support/conversation.ts'
import { inboxList, openFromList, signOut } from './support/inbox.ts'
import { countMails, readMailedLink } from './support/mailbox.ts'
import { accounts, signInAs } from './support/sign-in.ts'
import { test } from './support/test.ts'

const ended = 'Sua sessão terminou. Recarregue a página para continuar.'
const newAddress = () => `${newId()}@garcezpalha.example`
const confirm = (page: Page) => page.getByRole('button', { name: 'Entrar neste aparelho' }).click()

/** Invites from the console; resolves once the invitation is said to be sent. */
async function invite(admin: Page, person: { name: string; email: string; role: string }): Promise<void> {
  await admin.goto('/console/staff')
  await admin.getByRole('button', { name: 'Convidar alguém' }).click()
  await admin.getByRole('textbox', { name: 'Nome completo' }).fill(person.name)
  await admin.getByRole('textbox', { name: 'E-mail' }).fill(person.email)
  await admin.getByRole('combobox', { name: 'Função' }).selectOption({ label: person.role })
  await admin.getByRole('button', { name: 'Enviar convite' }).click()
  await expect(admin.getByText(`Convite enviado a ${person.name}.`)).toBeVisible()
}

/** By the sign-in page and the mail of the simulator, up to where the link leads. */
async function signInByMail(page: Page, email: string): Promise<void> {
  const known = await countMails(email)
  await page.goto('/entrar')
  await page.getByRole('textbox', { name: 'Seu e-mail' }).fill(email)
  await page.getByRole('button', { name: 'Receber o link' }).click()
  await expect(page.getByRole('heading', { name: 'Confira seu e-mail' })).toBeVisible()
  await page.goto(await readMailedLink(page, email, known))
  await confirm(page)
}

test.describe('a person', () => {
  test.use({ expectedErrors: [/status of 40[013]/] })

  test('is invited, signs in by the mail, works, and is switched off in another window at once', async ({
    newPerson,
  }) => {
    const [admin, invited, visitor] = [await newPerson(), await newPerson(), await newPerson({ device: 'phone' })]
    const email = newAddress()
    await signInAs(admin, accounts.admin)
    await invite(admin, { name: 'Marina Albuquerque', email, role: 'Atendimento' })
    const person = admin.getByRole('listitem').filter({ hasText: email })
    await expect(person).toContainText('convidado')

    const link = await readMailedLink(invited, email)
    await invited.goto(link)
    await expect(invited.getByText(`o acesso de ${email.slice(0, 2)}•••@garcezpalha.example`)).toBeVisible()
    await confirm(invited)
    await invited.waitForURL(/\/painel$/)
    await expect(invited.getByRole('button', { name: 'Sua conta: Marina Albuquerque' })).toBeVisible()

    await startConversation(visitor, { name: 'Quitéria Alves', body: 'Preciso de um contrato.' })
    await openFromList(invited, 'Quitéria Alves')
    await send(invited, 'Bom dia, Quitéria. De que tipo?')
    await expectMessages(visitor, ['Preciso de um contrato.', 'Bom dia, Quitéria.'])

    await admin.reload()
    await expect(person).toContainText('ativo')
    await person.getByRole('button', { name: 'Desativar Marina Albuquerque' }).click()
    await person.getByRole('button', { name: 'Desativar', exact: true }).click()
    await expect(invited.getByText(ended)).toBeVisible()
    await expect(person).toContainText('desativado')

    await invited.goto('/painel')
    await invited.waitForURL(/\/entrar\?/)
    await invited.goto(link)
    await expect(invited.getByRole('heading', { name: 'Este link não vale mais' })).toBeVisible()
    await admin.goto('/painel')
    await expect(inboxList(admin).getByRole('link', { name: 'Quitéria Alves' })).toContainText('sem responsável')
  })

  test('asks for a link, and is where they wanted to go; who is nobody reads the same and gets no mail', async ({
    newPerson,
  }) => {
    const [known, nobody] = [await newPerson(), await newPerson({ device: 'phone' })]
    await known.goto('/conta')
    await known.waitForURL(/\/entrar\?callbackUrl=/)
    const before = await countMails(accounts.otherAttendant)
    for (const [page, email] of [
      [known, accounts.otherAttendant],
      [nobody, 'ninguem@correio.example'],
    ] as const) {
      if (page === nobody) await page.goto('/entrar')
      await page.getByRole('textbox', { name: 'Seu e-mail' }).fill(email)
      await page.getByRole('button', { name: 'Receber o link' }).click()
      await expect(page.getByText(`Se ${email} tem acesso, enviamos um link para lá.`)).toBeVisible()
      await expect(page.getByRole('link', { name: 'Abrir o simulador' })).toBeVisible()
    }
    await known.goto(await readMailedLink(known, accounts.otherAttendant, before))
    await confirm(known)
    await known.waitForURL(/\/conta$/)
    await expect(known.getByRole('heading', { name: 'Minha conta' })).toBeVisible()
    expect(await countMails('ninguem@correio.example')).toBe(0)
  })

  test('sees where they are signed in, and ends a session that drops at once', async ({ newPerson }) => {
    const [here, there] = [await newPerson(), await newPerson({ device: 'phone' })]
    const admin = await newPerson()
    const email = newAddress()
    await signInAs(admin, accounts.admin)
    await invite(admin, { name: 'Norberto Lima', email, role: 'Atendimento' })
    await here.goto(await readMailedLink(here, email))
    await confirm(here)
    await here.waitForURL(/\/painel$/)
    const visitor = await newPerson({ device: 'phone' })
    await startConversation(visitor, { name: 'Rute Assis', body: 'Boa tarde.' })
    await signInAs(there, email)
    await there.goto('/painel')
    await openFromList(there, 'Rute Assis')
    await expectLive(there)

    await here.goto('/conta')
    const sessions = here.getByRole('region', { name: 'Onde você está conectado' }).getByRole('listitem')
    await expect(sessions).toHaveCount(2)
    await expect(sessions.first()).toContainText('este aparelho')
    await sessions
      .nth(1)
      .getByRole('button', { name: /^Encerrar/ })
      .click()
    await expect(there.getByText(ended)).toBeVisible()
    await expect(sessions).toHaveCount(1)
    await here.goto('/painel')
    await expect(here.getByRole('navigation', { name: 'Conversas abertas' })).toBeVisible()
  })

  test('adds a code of the phone, is asked for it, and gets in by a recovery code as well', async ({ newPerson }) => {
    const [admin, person] = [await newPerson(), await newPerson({ device: 'phone' })]
    const email = newAddress()
    await signInAs(admin, accounts.admin)
    await invite(admin, { name: 'Advogada Cautelosa', email, role: 'Advocacia' })
    await person.goto(await readMailedLink(person, email))
    await confirm(person)
    await person.waitForURL(/\/painel$/)

    await person.goto('/conta')
    await person.getByRole('button', { name: 'Ativar', exact: true }).click()
    await expect(person.getByRole('img', { name: 'Código QR para o aplicativo autenticador' })).toBeVisible()
    const secret = await person.getByText(/^[A-Z2-7]{32}$/).innerText()
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    const used = app.generate()
    await person.getByRole('textbox', { name: 'Código do aplicativo' }).fill(used)
    await person.getByRole('button', { name: 'Confirmar' }).click()
    const codes = person.getByRole('list', { name: 'Guarde seus códigos de recuperação' }).getByRole('listitem')
    await expect(codes).toHaveCount(10)
    const recovery = await codes.first().innerText()
    await person.getByRole('button', { name: 'Já guardei' }).click()
    await expect(person.getByText('Restam 10 códigos de recuperação.')).toBeVisible()

    await person.goto('/painel')
    await signOut(person)
    await person.waitForURL(/\/entrar$/)
    await signInByMail(person, email)
    await person.waitForURL(/\/entrar\/codigo$/)
    // The code that confirmed it counts no second time.
    await person.getByRole('textbox', { name: 'Código' }).fill(used)
    await person.getByRole('button', { name: 'Entrar', exact: true }).click()
    await expect(person.getByText('O código não confere, ou já foi usado.')).toBeVisible()
    await person.getByRole('button', { name: 'Usar um código de recuperação' }).click()
    await person.getByRole('textbox', { name: 'Código de recuperação' }).fill(recovery)
    await person.getByRole('button', { name: 'Entrar', exact: true }).click()
    await person.waitForURL(/\/painel$/)
    await person.goto('/conta')
    await expect(person.getByText('Restam 9 códigos de recuperação.')).toBeVisible()

    await admin.goto('/console/staff')
    const item = admin.getByRole('listitem').filter({ hasText: email })
    await expect(item).toContainText('Verificação em duas etapas ativada')
    await item.getByRole('button', { name: 'Remover a verificação em duas etapas de Advogada Cautelosa' }).click()
    await item.getByRole('button', { name: 'Remover', exact: true }).click()
    await expect(item).not.toContainText('Verificação em duas etapas')
  })

  test('is led back to the beginning where the time for the code is over', async ({ newPerson }) => {
    const person = await newPerson({ device: 'phone' })
    await person.goto('/entrar/codigo')
    await person.getByRole('textbox', { name: 'Código' }).fill('000000')
    await person.getByRole('button', { name: 'Entrar', exact: true }).click()
    await expect(person.getByRole('heading', { name: 'Comece de novo' })).toBeVisible()
    await person.getByRole('link', { name: 'Pedir um novo link' }).click()
    await person.waitForURL(/\/entrar$/)
  })

  test('is told what stays behind when a link is another person’s', async ({ newPerson }) => {
    const [colleague, visitor] = [await newPerson(), await newPerson({ device: 'phone' })]
    await startConversation(visitor, { name: 'Ivo Prates', body: 'Boa tarde.' })
    const known = await countMails(accounts.lawyer)
    await colleague.goto('/entrar')
    await colleague.getByRole('textbox', { name: 'Seu e-mail' }).fill(accounts.lawyer)
    await colleague.getByRole('button', { name: 'Receber o link' }).click()
    const link = await readMailedLink(colleague, accounts.lawyer, known)
    await visitor.goto(link)
    await expect(visitor.getByText('o acesso de ca•••@garcezpalha.example')).toBeVisible()
    await expect(visitor.getByRole('complementary', { name: 'Há uma conversa neste navegador' })).toBeVisible()
    await colleague.goto(link)
    await expect(colleague.getByText('o acesso de ca•••@garcezpalha.example')).toBeVisible()
    await expect(colleague.getByRole('complementary')).toHaveCount(0)
    await confirm(colleague)
    await colleague.waitForURL(/\/painel$/)
  })
})

test('the pages on the way in fit a phone, and a link that is cut short says so', async ({ newPerson }) => {
  const page = await newPerson({ device: 'narrow' })
  for (const path of [
    '/entrar',
    '/entrar/confirmar',
    '/entrar/codigo',
    '/entrar/erro',
    '/en/entrar/erro?error=AccessDenied',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow, path).toBe(0)
  }
  await page.goto('/entrar/confirmar#token=curto')
  await expect(page.getByRole('heading', { name: 'O link está incompleto' })).toBeVisible()
})
