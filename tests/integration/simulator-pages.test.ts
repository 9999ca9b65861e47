import { expect, test } from 'vitest'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { openWebhookSite } from '#tests/support/webhook-site.ts'

const show = async ({ url }: RunningSimulator, path: string) => (await fetch(url + path)).text()
/** As a browser sends a form of the page itself. */
const submit = ({ url }: RunningSimulator, path: string, fields: Record<string, string>) =>
  fetch(url + path, { method: 'POST', headers: { origin: url }, body: new URLSearchParams(fields) })
const post = async ({ url }: RunningSimulator, path: string, body: unknown) => {
  const token = path.startsWith('/v24') ? 'EAAtest' : path.startsWith('/emails') ? 're_test' : 'TEST-1'
  const init = { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) }
  return (await fetch(url + path, init)).json()
}
const settle = ({ url }: RunningSimulator) => fetch(`${url}/api/events/settled`)
const openScene = async () => {
  const site = await openWebhookSite()
  const simulator = await serveSimulator({ port: 0, site: site.url })
  return {
    site,
    simulator,
    [Symbol.asyncDispose]: async () => {
      await simulator.close()
      await site[Symbol.asyncDispose]()
    },
  }
}
const person = {
  name: 'Mariana <b>Alves</b>',
  from: '+55 21 99876-5432',
  identity: 'number',
  age: 'now',
  body: 'Boa tarde',
}

test('a client writes from the phone, reads the answer and replies', async () => {
  await using scene = await openScene()
  const { simulator, site } = scene
  const thread = await (await submit(simulator, '/phone', person)).text()
  expect(thread).toContain('Mariana &lt;b&gt;Alves')
  const text = { messaging_product: 'whatsapp', to: '5521998765432', type: 'text', text: { body: 'Pois não' } }
  await post(simulator, '/v24.0/1/messages', text)
  expect(await show(simulator, '/phone/5521998765432')).toContain('✓✓ entregue')
  await submit(simulator, '/phone/5521998765432', { body: 'Segue', kind: 'image' })
  expect(await show(simulator, '/phone/5521998765432')).toMatch(/✓✓ lida[\s\S]*Foto: Segue/)
  await settle(simulator)
  expect(
    site.received.map(({ body }) => /"type":"(\w+)"|"status":"(\w+)"/.exec(body)?.slice(1).join('')).sort(),
  ).toEqual(['delivered', 'image', 'read', 'sent', 'text'])
})

test('what the site refused is marked on the phone', async () => {
  await using scene = await openScene()
  scene.site.answerWith(401)
  const form = { type: 'message', from: '5521998765432', deliver: { attempts: 1 }, wait: true }
  await post(scene.simulator, '/api/events/whatsapp', form)
  expect(await show(scene.simulator, '/phone/5521998765432')).toContain('não chegou ao site')
})

test('a message of 25 hours ago leaves the window closed; a number that is none is refused in words', async () => {
  await using scene = await openScene()
  expect(await (await submit(scene.simulator, '/phone', { ...person, age: 'old' })).text()).toContain('Janela fechada')
  const refused = await submit(scene.simulator, '/phone', { ...person, from: '12' })
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('role="alert"')
})

test('a link is paid on its page, and the payment refunded', async () => {
  await using scene = await openScene()
  const items = [{ title: 'Consulta', quantity: 2, unit_price: 175 }]
  const { init_point: link } = await post(scene.simulator, '/checkout/preferences', {
    items,
    external_reference: 'lead-1',
  })
  const path = new URL(link).pathname
  expect(await show(scene.simulator, path)).toMatch(/R\$\s350,00/)
  const paid = await submit(scene.simulator, path, { action: 'paid' })
  expect(await paid.text()).toMatch(/Pago/)
  const refunded = await submit(scene.simulator, new URL(paid.url).pathname, { action: 'partiallyRefunded' })
  expect(await refunded.text()).toMatch(/Devolvido em parte[\s\S]*R\$\s175,00/)
  await settle(scene.simulator)
  expect(scene.site.received.map(({ path: to }) => to)).toEqual([
    '/api/webhooks/mercado-pago',
    '/api/webhooks/mercado-pago',
  ])
})

test('a charge of Stripe is told to the site by a form, a bad one is refused', async () => {
  await using scene = await openScene()
  const form = { provider: 'stripe', action: 'paid', externalReference: 'lead-1', amount: '99.9' }
  await submit(scene.simulator, '/payments', form)
  await settle(scene.simulator)
  expect(JSON.parse(scene.site.received[0]?.body ?? '').data.object.amount).toBe(9_990)
  expect((await submit(scene.simulator, '/payments', { ...form, amount: '-1' })).status).toBe(400)
})

test('an e-mail is bounced from its page', async () => {
  await using scene = await openScene()
  await post(scene.simulator, '/emails', { from: 'a@b.example', to: 'ana@exemplo.com', subject: 'Oi', text: 'Olá' })
  const page = await (await submit(scene.simulator, '/deliveries/1/fate', { fate: 'full' })).text()
  expect(page).toContain('email.bounced')
  await settle(scene.simulator)
  const bounced = scene.site.received.find(({ body }) => body.includes('email.bounced'))
  expect(bounced?.body).toContain('"type":"Transient"')
})

test('a webhook shows its attempts and is sent again', async () => {
  await using scene = await openScene()
  await submit(scene.simulator, '/phone', person)
  await settle(scene.simulator)
  const page = await (await submit(scene.simulator, '/webhooks/1/redeliver', {})).text()
  expect(page.match(/<code>200<\/code>/g)).toHaveLength(2)
  expect(scene.site.received).toHaveLength(2)
})

test('the forms script the delivery: doubled and out of order', async () => {
  await using scene = await openScene()
  const rule = { provider: 'whatsapp', what: 'both', times: '2', delayMs: '1', seed: '3' }
  expect(await (await submit(scene.simulator, '/webhooks/rules', rule)).text()).toContain('junta 4 e embaralha')
  await submit(scene.simulator, '/phone', person)
  await submit(scene.simulator, '/phone', person)
  await settle(scene.simulator)
  expect(scene.site.received).toHaveLength(4)
})

test('a page of another site cannot fill in the forms', async () => {
  await using scene = await openScene()
  const answer = await fetch(`${scene.simulator.url}/phone`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: new URLSearchParams(person),
  })
  expect(answer.status).toBe(403)
  expect(scene.site.received).toEqual([])
})

test.each(['/', '/phone', '/payments', '/webhooks'])(
  '%s is a page of its own without anything to show',
  async (path) => {
    await using simulator = await serveSimulator({ port: 0 })
    const answer = await fetch(simulator.url + path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  },
)
