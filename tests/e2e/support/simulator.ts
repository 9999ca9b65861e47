import { readRun } from './run-file.ts'

/** Asks the simulator for something; throws what it answers when it refuses. */
async function ask(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
  const answer = await fetch(`${readRun().simulatorUrl}${path}`, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
}

interface Person {
  /** Seconds; now without it. */
  readonly timestamp?: number
  readonly from: string
  readonly name: string
}

/** A person writes to the firm's number; resolves when the site has taken the webhook. */
export const writeOverWhatsapp = (person: Person, body: string): Promise<void> =>
  ask('POST', '/api/events/whatsapp', { type: 'message', ...person, body, wait: true })

/** WhatsApp takes the next message with that text, and its answer is lost. */
export const loseAnswerOf = (text: string): Promise<void> =>
  ask('POST', '/api/rules', { provider: 'whatsapp', when: { bodyIncludes: text }, acceptThenFail: { times: 1 } })

/** What WhatsApp reports of messages that it takes from now on. */
export const reportStatuses = (whatsappStatuses: readonly ('sent' | 'delivered' | 'read')[]): Promise<void> =>
  ask('PUT', '/api/settings', { whatsappStatuses })
