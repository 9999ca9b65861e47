import { expect, type Page } from '@playwright/test'

interface StartOptions {
  readonly name: string
  readonly email?: string
  readonly body: string
  /** The service's page that the visitor came from. */
  readonly slug?: string
}

/** A visitor fills the form at /conversa; resolves with the conversation's address once it is live. */
export async function startConversation(page: Page, { name, email, body, slug }: StartOptions): Promise<string> {
  await page.goto(slug ? `/conversa?servico=${slug}` : '/conversa')
  await page.getByLabel('Seu nome').fill(name)
  if (email) await page.getByLabel('Seu e-mail').fill(email)
  await page.getByLabel('Mensagem').fill(body)
  await page.getByRole('checkbox', { name: /^Concordo que o escritório/ }).check()
  await page.getByRole('button', { name: 'Iniciar conversa' }).click()
  await page.waitForURL(/\/conversa\/[0-9a-f-]{36}$/)
  await expectLive(page)
  return new URL(page.url()).pathname
}

/** What the open conversation says of its connection. */
export const connection = (page: Page) =>
  page.getByRole('region', { name: 'Conversa' }).getByRole('status', { name: 'Conexão' })

export const expectLive = (page: Page): Promise<void> => expect(connection(page)).toHaveText('Ao vivo')

export async function send(page: Page, body: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Sua mensagem' }).fill(body)
  await page.getByRole('button', { name: 'Enviar' }).click()
}

/** The bubbles of the open conversation, in the order they stand. */
export const messages = (page: Page) => page.getByRole('log', { name: 'Mensagens' }).getByRole('article')

/** Exactly these texts, in this order, none doubled; waits until it is so. */
export async function expectMessages(page: Page, bodies: readonly string[]): Promise<void> {
  await expect(messages(page)).toHaveCount(bodies.length)
  await expect(messages(page)).toContainText([...bodies])
}

/** The texts of the open conversation's bubbles, in the order they stand; none while it is loaded. */
export const readBodies = (page: Page): Promise<string[]> => messages(page).locator('p[data-body]').allInnerTexts()

/** Both show the same, each text once, whatever the order is that the server gave them. */
export async function expectSameOnBoth(one: Page, other: Page, bodies: readonly string[]): Promise<void> {
  const sorted = bodies.toSorted()
  await expect.poll(async () => (await readBodies(one)).toSorted()).toEqual(sorted)
  await expect.poll(() => readBodies(other)).toEqual(await readBodies(one))
}

/** What a person does who looks at another tab; a headless browser's pages are all in the foreground. */
export const setHidden = (page: Page, isHidden: boolean): Promise<void> =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, isHidden)
