import { expect, type FrameLocator, type Page } from '@playwright/test'
import { newId } from '#server/contracts/ids.ts'
import { expectMessages, send, startConversation } from './support/conversation.ts'
import { openConversationAsStaff } from './support/inbox.ts'
import { readMailedLink } from './support/mailbox.ts'
import { servePartner } from './support/partner-site.ts'
import { test } from './support/test.ts'

const launcher = (page: Page) => page.getByRole('button', { name: /Fale com o escritório|Fechar a conversa/ })
const widget = (page: Page): FrameLocator => page.frameLocator('iframe[title="Fale com o escritório"]')
const bubbles = (frame: FrameLocator) => frame.getByRole('log', { name: 'Mensagens' }).getByRole('article')
const expectLive = (frame: FrameLocator) => expect(frame.getByRole('status', { name: 'Conexão' })).toHaveText('Ao vivo')

async function begin(frame: FrameLocator, name: string, body: string): Promise<void> {
  await expect(frame.getByLabel('Assunto')).toHaveValue('divorcio-consensual')
  await frame.getByLabel('Seu nome').fill(name)
  await frame.getByLabel('Mensagem').fill(body)
  await frame.getByRole('checkbox', { name: /^Concordo que o escritório/ }).check()
  await frame.getByRole('button', { name: 'Iniciar conversa' }).click()
  await expect(bubbles(frame)).toContainText([body])
}

async function write(frame: FrameLocator, body: string): Promise<void> {
  await frame.getByRole('textbox', { name: 'Sua mensagem' }).fill(body)
  await frame.getByRole('button', { name: 'Enviar' }).click()
}

test('on another site a visitor begins, is answered while it is closed, and finds it again', async ({ newPerson }) => {
  await using partner = await servePartner({ isListed: true })
  const visitor = await newPerson()
  const attendant = await newPerson()
  await visitor.goto(partner.beside)
  await launcher(visitor).click()
  const frame = widget(visitor)
  await begin(frame, 'Rute Salgado', 'Escrevo do site do parceiro.')
  await expectLive(frame)
  await openConversationAsStaff(attendant, 'Rute Salgado')
  await send(attendant, 'Bom dia, Rute.')
  await expect(bubbles(frame)).toContainText(['Escrevo do site do parceiro.', 'Bom dia, Rute.'])
  await expect(attendant.getByRole('img', { name: 'Lida' })).toHaveCount(1)

  await frame.getByRole('button', { name: 'Fechar' }).click()
  await expect(launcher(visitor)).toHaveAttribute('aria-expanded', 'false')
  await send(attendant, 'A senhora tem filhos?')
  await expect(launcher(visitor)).toHaveAccessibleName('Fale com o escritório (1 não lida)')
  await visitor.reload()
  await expect(launcher(visitor)).toHaveAccessibleName('Fale com o escritório (1 não lida)')
  await launcher(visitor).click()
  await expect(bubbles(widget(visitor))).toHaveCount(3)
  await write(widget(visitor), 'Tenho dois.')
  await expectMessages(attendant, [
    'Escrevo do site do parceiro.',
    'Bom dia, Rute.',
    'A senhora tem filhos?',
    'Tenho dois.',
  ])
})

test('beside ours the browser has a cookie for the frame, and the widget does not use it', async ({ newPerson }) => {
  await using partner = await servePartner({ isListed: true })
  const visitor = await newPerson()
  await startConversation(visitor, { name: 'Otília Reis', body: 'Escrevo do site do escritório.' })
  const asked: { readonly path: string; readonly cookie: boolean; readonly bearer: boolean }[] = []
  const sockets: string[] = []
  visitor.on('websocket', (socket) => sockets.push(socket.url()))
  visitor.on('request', async (request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/api/')) return
    const headers = await request.allHeaders()
    asked.push({ path: pathname, cookie: 'cookie' in headers, bearer: /^Bearer\b/.test(headers.authorization ?? '') })
  })
  await visitor.goto(partner.beside)
  await launcher(visitor).click()
  const frame = widget(visitor)
  await begin(frame, 'Outra pessoa', 'Escrevo do computador da família.')
  await expectLive(frame)
  await expect(bubbles(frame)).toHaveCount(1)

  const calls = asked.filter(({ path }) => path.startsWith('/api/trpc/'))
  expect(calls.length).toBeGreaterThan(3)
  expect(calls.filter(({ bearer }) => !bearer)).toEqual([])
  expect(asked.filter(({ cookie }) => cookie)).toEqual([])
  const ours = sockets.map((address) => new URL(address)).filter(({ pathname }) => pathname === '/trpc')
  expect(ours.length).toBeGreaterThan(0)
  expect(ours.filter(({ search }) => search !== '?connectionParams=1')).toEqual([])
  const { cookies } = await visitor.context().storageState()
  expect(cookies.filter(({ name }) => name.includes('plantao_session'))).toHaveLength(1)

  await visitor.goto('/conversa')
  const own = visitor.getByRole('navigation', { name: 'Suas conversas' }).getByRole('link')
  await expect(own).toHaveCount(1)
  await expect(own).toContainText('Escrevo do site do escritório.')
})

test('where no WebSocket passes, the widget is live over plain HTTP', async ({ newPerson }) => {
  await using partner = await servePartner({ isListed: true })
  const visitor = await newPerson({ device: 'phone' })
  const attendant = await newPerson()
  await visitor.routeWebSocket(/./, (socket) => socket.close())
  await visitor.goto(partner.beside)
  await launcher(visitor).click()
  const frame = widget(visitor)
  await begin(frame, 'Ulisses Prata', 'Escrevo da rede do fórum.')
  await openConversationAsStaff(attendant, 'Ulisses Prata')
  await send(attendant, 'Recebemos.')
  await expect(bubbles(frame)).toContainText(['Escrevo da rede do fórum.', 'Recebemos.'])
  await expectLive(frame)
})

test.describe('whoever confirms their address', () => {
  test.use({ expectedErrors: [/status of 401/] })

  test('goes on on the site, and the widget says where', async ({ newPerson }) => {
    await using partner = await servePartner({ isListed: true })
    const visitor = await newPerson()
    const email = `${newId()}@correio.example`
    await visitor.goto(partner.elsewhere)
    await launcher(visitor).click()
    const frame = widget(visitor)
    await begin(frame, 'Valéria Conde', 'Quero guardar esta conversa.')
    await frame.getByRole('button', { name: 'Confirmar e-mail' }).click()
    await frame.getByLabel('Seu e-mail').fill(email)
    await frame.getByRole('button', { name: 'Enviar link' }).click()
    await expect(frame.getByText(`Enviamos um link para ${email}.`)).toBeVisible()

    const site = await newPerson({ device: 'phone' })
    await site.goto(await readMailedLink(site, email))
    await site.getByRole('button', { name: 'Entrar neste aparelho' }).click()
    await site.waitForURL(/\/conversa\/[0-9a-f-]{36}$/)
    await expectMessages(site, ['Quero guardar esta conversa.'])
    await expect(frame.getByRole('heading', { name: 'A conversa continua em outro lugar' })).toBeVisible()
    await frame.getByRole('button', { name: 'Iniciar outra conversa aqui' }).click()
    await expect(frame.getByLabel('Seu nome')).toHaveValue('')
  })
})

test.describe('a site that is not listed', () => {
  test.use({ expectedErrors: [/frame-ancestors|Failed to load resource|ERR_BLOCKED_BY_RESPONSE/] })

  test('shows nothing of the widget', async ({ newPerson }) => {
    const visitor = await newPerson()
    await using stranger = await servePartner({ isListed: false })
    await visitor.goto(stranger.beside)
    const refused = visitor.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
    await launcher(visitor).click()
    await refused
    await expect(widget(visitor).getByLabel('Mensagem')).toHaveCount(0)
  })
})
