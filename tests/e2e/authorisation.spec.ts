import { expect } from '@playwright/test'
import { expectLive, send, startConversation } from './support/conversation.ts'
import { inboxList, openFromList, signInAsStaff } from './support/inbox.ts'
import { accounts, signInAs } from './support/sign-in.ts'
import { test } from './support/test.ts'

// The browser says so of every page and call that is refused, and that is what is looked at here.
test.use({ expectedErrors: [/status of 403/] })

test('pages of the staff send a stranger to the sign-in, and remember where they were going', async ({ newPerson }) => {
  const stranger = await newPerson()
  for (const path of ['/painel', '/console/jobs', '/en/console/mail']) {
    await stranger.goto(path)
    const { pathname, searchParams } = new URL(stranger.url())
    expect([pathname, searchParams.get('callbackUrl')]).toEqual([
      path.startsWith('/en') ? '/en/entrar' : '/entrar',
      path,
    ])
  }
})

test('who is signed in and may not see a page is told so, with a way on', async ({ newPerson }) => {
  const attendant = await newPerson({ device: 'phone' })
  await signInAsStaff(attendant)
  const refused = await attendant.goto('/console/jobs')
  expect(refused?.status()).toBe(403)
  await expect(attendant.getByRole('heading', { name: 'Só para administradores' })).toBeVisible()
  await attendant.getByRole('link', { name: 'Ir para o painel' }).click()
  await expect(inboxList(attendant)).toBeVisible()

  const visitor = await newPerson()
  await startConversation(visitor, { name: 'Yara Campos', body: 'Bom dia.' })
  expect((await visitor.goto('/painel'))?.status()).toBe(403)
  await expect(visitor.getByRole('heading', { name: 'Só para a equipe do escritório' })).toBeVisible()
  await expect(visitor.getByText('Yara Campos')).toHaveCount(0)
})

test('a lawyer sees what was given to them and nothing else, from the moment it is given', async ({ newPerson }) => {
  const [lawyer, attendant] = [await newPerson(), await newPerson()]
  const visitor = await newPerson({ device: 'phone' })
  const { name } = await signInAs(lawyer, accounts.lawyer)
  await lawyer.goto('/painel')
  await signInAsStaff(attendant)
  const path = await startConversation(visitor, { name: 'Zuleide Matos', body: 'Preciso de uma advogada.' })
  await expect(inboxList(attendant).getByRole('link', { name: 'Zuleide Matos' })).toBeVisible()
  const item = inboxList(lawyer).getByRole('link', { name: 'Zuleide Matos' })
  await lawyer.goto(path.replace('/conversa/', '/painel/'))
  await expect(lawyer.getByRole('heading', { name: 'Você não participa desta conversa' })).toBeVisible()
  await expect(item).toHaveCount(0)
  await expect(lawyer.getByText('Preciso de uma advogada.')).toHaveCount(0)

  await openFromList(attendant, 'Zuleide Matos')
  await attendant.getByRole('button', { name: /^Responsável pela conversa/ }).click()
  await attendant.getByRole('menuitem', { name }).click()
  await expect(item).toContainText('com você')
  await expectLive(lawyer)
  await expect(lawyer.getByRole('log', { name: 'Mensagens' })).toContainText('Preciso de uma advogada.')
  await send(lawyer, 'Boa tarde, Zuleide.')
  await expect(visitor.getByRole('log', { name: 'Mensagens' })).toContainText('Boa tarde, Zuleide.')

  await lawyer.getByRole('button', { name: /^Responsável pela conversa/ }).click()
  await lawyer.getByRole('menuitem', { name: 'Deixar sem responsável' }).click()
  await inboxList(lawyer).getByRole('link', { name: 'Sem responsável', exact: true }).click()
  await expect(item).toBeVisible()
})
