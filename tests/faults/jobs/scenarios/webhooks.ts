import { z } from 'zod'
import { waitUntil } from '#server/dev/wait-until.ts'
import { sqlOf } from '../clear-ground.ts'
import type { Scenario } from '../scenario.ts'
import type { Scene } from '../scene.ts'

const events = 50

/** What comes in from providers, and from those who pretend to be one. */
export const webhooks: readonly Scenario[] = [
  {
    name: 'webhooks-doubled-and-shuffled',
    enqueues: 60,
    act: async ({ world: { simulator }, seed, ...scene }) => {
      await simulator.addEventRule({
        provider: 'whatsapp',
        kind: 'message',
        when: { bodyIncludes: 'evento' },
        doubled: { copies: 2, times: events },
        shuffled: { hold: 2 * events, seed },
      })
      for (let number = 1; number <= events; number += 1) {
        const from = `55219${80_000_000 + 1 + (number % 5)}`
        await simulator.emit('whatsapp', { type: 'message', from, body: `evento ${number}`, wait: false })
      }
      await simulator.webhooksSettled(60_000)
      scene.note(`${events} messages, each delivered twice, in any order`)
    },
    check: async (scene) => {
      const { stored, applied } = await countInbound(scene)
      if (stored !== events || applied !== events) throw new Error(`${stored} events stored, ${applied} applied`)
      const bodies = await readBodies(scene)
      const distinct = new Set(bodies).size
      if (bodies.length !== events || distinct !== events)
        throw new Error(`${bodies.length} messages in the conversations, ${distinct} of them different`)
    },
  },
  {
    name: 'webhooks-forged',
    enqueues: 20,
    act: async (scene) => {
      const before = await countStored(scene)
      const refused: string[] = []
      for (const [provider, signatures] of Object.entries(forgeries)) {
        // Ten refusals a minute for one address: each provider's begin with a clean record.
        await scene.forgetLimits()
        for (const signature of signatures) refused.push(await forge(scene, provider, signature))
      }
      scene.note(refused.join(', '))
      const after = await countStored(scene)
      if (after !== before) throw new Error(`${after - before} forged events were stored`)
      const wrong = refused.filter((text) => !/: (400|401)$/.test(text))
      if (wrong.length > 0) throw new Error(`answered otherwise than 400 or 401: ${wrong}`)
    },
  },
  {
    name: 'webhooks-in-a-burst',
    enqueues: 20,
    // Far more than ten a minute: a provider's own are never turned away for it.
    act: async ({ world: { simulator }, note }) => {
      const bodies = Array.from({ length: 300 }, (_, index) => `rajada ${index}`)
      await Promise.all(
        bodies.map((body) => simulator.emit('whatsapp', { type: 'message', from: '5521980000001', body, wait: false })),
      )
      await simulator.webhooksSettled(60_000)
      note(`${bodies.length} genuine messages at once`)
    },
    check: async (scene) => {
      await waitUntil(async () => (await readBodies(scene, 'rajada')).length === 300, {
        what: 'every message of the burst',
        timeoutMs: 30_000,
      })
    },
  },
]

/** WhatsApp and Asaas sign no time: there is nothing stale about them. */
const forgeries: Readonly<Record<string, readonly string[]>> = {
  whatsapp: ['forged', 'missing', 'truncated'],
  resend: ['forged', 'missing', 'truncated', 'stale'],
  'mercado-pago': ['forged', 'missing', 'truncated', 'stale'],
  asaas: ['forged', 'missing', 'truncated'],
  stripe: ['forged', 'missing', 'truncated', 'stale'],
}

/** Mercado Pago signs the payment's number, not the body. */
const newPayment = { action: 'paid', externalReference: 'forged', amount: 1, payerEmail: 'forged@faults.example' }

async function forge({ world: { simulator } }: Scene, provider: string, signature: string): Promise<string> {
  const body = { id: `forged-${signature}`, object: 'whatsapp_business_account', entry: [] }
  const [event] = await simulator.emit(provider, {
    ...(provider === 'mercado-pago' ? newPayment : { type: 'raw', body }),
    deliver: { signature, attempts: 1 },
  })
  return `${provider} ${signature}: ${event?.attempts.at(-1)?.status}`
}

const one = z.object({ count: z.int() })

/** Of the payment providers nothing genuine comes in here. */
async function countStored({ world: { services } }: Scene): Promise<number> {
  const [row] = await sqlOf(services.db)`
    select count(*)::integer as count from public.inbound_webhooks
    where provider in ('mercado-pago', 'asaas', 'stripe') or event::text like '%forged%'`
  return one.parse(row).count
}

async function countInbound({ world: { services } }: Scene): Promise<{ stored: number; applied: number }> {
  const rows = await sqlOf(services.db)`
    select state from public.inbound_webhooks where event::text like '%evento %'`
  return { stored: rows.length, applied: rows.filter(({ state }) => state === 'applied').length }
}

async function readBodies({ world: { services } }: Scene, word = 'evento'): Promise<string[]> {
  const rows = await sqlOf(services.db)`
    select body from public.conversation_events where author_side = 'visitor' and body like ${`${word} %`}`
  return rows.map(({ body }) => String(body))
}
