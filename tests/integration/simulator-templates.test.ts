import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailKinds } from '#server/contracts/mail.ts'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'

let simulator: RunningSimulator
beforeAll(async () => {
  simulator = await serveSimulator({ port: 0 })
})
afterAll(() => simulator.close())

const read = async (path: string) => {
  const answer = await fetch(`${simulator.url}/templates${path}`)
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

test('the first page names every template, and leads to it', async () => {
  const { body } = await read('')
  for (const kind of mailKinds) expect(body).toContain(`href="/templates/${kind}?`)
})

test.each(mailKinds)('%s is shown in both languages, as HTML and as text', async (kind) => {
  const [portuguese, english] = [await read(`/${kind}/html?locale=pt-BR`), await read(`/${kind}/html?locale=en`)]
  expect(portuguese.body).toContain('lang="pt-BR"')
  expect(english.body).toContain('lang="en"')
  const text = await read(`/${kind}?locale=en&view=text`)
  expect(text.body).toMatch(/<pre>[^<]+https:\/\/garcezpalha\.example\/en\//)
})

test('a mail can be seen light and dark, whatever the browser prefers', async () => {
  const [light, dark] = [await read('/operator-alert/html'), await read('/operator-alert/html?scheme=dark')]
  expect(light.body).toContain('@media not all {')
  expect(dark.body).toContain('@media all {')
  for (const { body } of [light, dark]) expect(body).not.toContain('prefers-color-scheme')
})

test('a mail in the preview runs nothing and loads nothing', async () => {
  const { headers } = await read('/operator-alert/html')
  expect(headers.get('content-security-policy')).toMatch(/^sandbox allow-popups [^;]*; default-src 'none'/)
})

test('a template that does not exist leads back to those that do', async () => {
  const answer = await fetch(`${simulator.url}/templates/nenhum`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/templates'])
  expect((await read('/nenhum/html')).status).toBe(404)
})
