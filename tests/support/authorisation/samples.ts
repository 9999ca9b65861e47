import { randomUUID } from 'node:crypto'

const word = (): string => `amostra-${randomUUID().slice(0, 8)}`

type Fields = Readonly<Record<string, unknown>>

/** Of inputs that their schema does not tell everything about: the fields to say otherwise, by procedure. */
export const samples: Readonly<Record<string, () => Fields>> = {
  'products.bySlug': () => ({ slug: 'divorcio-consensual' }),
  'products.create': () => ({ slug: word() }),
  'products.update': () => ({ changes: { name: 'Outro nome' } }),
  'agents.create': () => ({ slug: word() }),
  'agents.update': () => ({ changes: { name: 'Outro nome' } }),
  'outgoingWebhooks.update': () => ({ changes: { description: 'Outro nome' } }),
  'staff.invite': () => ({ email: `${word()}@correio.example` }),
  'visitors.confirmEmail': () => ({ email: `${word()}@correio.example` }),
  'account.endSession': () => ({ id: 'x'.repeat(43) }),
}
