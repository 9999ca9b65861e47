import { join } from 'node:path'
import { z } from 'zod'
import { startSimulator } from '#server/dev/parts/simulator.ts'
import { freePort } from '#server/dev/ports.ts'
import type { RuleInput } from '#server/dev/simulator/rules.ts'
import { testProviderSecrets } from '#tests/support/test-env.ts'
import { type Restartable, startRestartable } from '../restartable.ts'
import type { Effect } from './oracle.ts'

/** The providers, in a process of their own that keeps what it took over a restart. */
export interface SimulatorProcess extends Restartable {
  readonly url: string
  /** Where webhooks go; they go nowhere before. */
  nameSite(url: string): Promise<void>
  /** How long it takes until what became of a message or a mail is reported. */
  delayReports(ms: number): Promise<void>
  addRule(rule: RuleInput): Promise<void>
  clearRules(): Promise<void>
  /** `POST /api/events/{provider}` of the simulator; answers when the first attempt of each copy is through. */
  emit(provider: string, event: object): Promise<readonly EmittedEvent[]>
  addEventRule(rule: object): Promise<void>
  /** Whether, by then, no webhook waits to be sent or is under way. */
  webhooksSettled(withinMs: number): Promise<boolean>
  /** What took effect so far. */
  effects(): Promise<readonly Effect[]>
}

const emittedEvent = z.object({
  id: z.string(),
  state: z.string(),
  attempts: z.array(z.object({ status: z.int().nullable() })),
})
export type EmittedEvent = z.infer<typeof emittedEvent>

const effect = z.object({ seq: z.int(), provider: z.string(), key: z.string().nullable() })
const leadingUuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i

export async function startSimulatorProcess(directory: string): Promise<SimulatorProcess> {
  const storeFile = join(directory, `simulator-${Date.now()}.json`)
  const process = await startRestartable(await freePort(), (port) =>
    startSimulator({ port, storeFile, secrets: testProviderSecrets, logFile: `${storeFile}.log` }),
  )
  const url = `http://127.0.0.1:${process.port}`
  const ask = (method: string, path: string, body?: unknown) => askSimulator(`${url}${path}`, method, body)
  const taken: Effect[] = []
  let seen = 0
  return {
    ...process,
    url,
    nameSite: async (site) => void (await ask('PUT', '/api/site', { url: site, retryScale: 0.05 })),
    delayReports: async (ms) => void (await ask('PUT', '/api/settings', { statusDelayMs: ms })),
    addRule: async (rule) => void (await ask('POST', '/api/rules', rule)),
    clearRules: async () => void (await ask('DELETE', '/api/rules')),
    addEventRule: async (rule) => void (await ask('POST', '/api/event-rules', rule)),
    emit: async (provider, event) => {
      const answer = await ask('POST', `/api/events/${provider}`, { wait: true, ...event })
      return z.object({ events: z.array(emittedEvent) }).parse(answer).events
    },
    webhooksSettled: async (withinMs) => {
      const answer = await ask('GET', `/api/events/settled?timeoutMs=${withinMs}`)
      return z.object({ settled: z.boolean() }).parse(answer).settled
    },
    async effects() {
      // What came since the last look.
      const answer = await ask('GET', `/api/effects?outcome=accepted&since=${seen}`)
      const { effects } = z.object({ effects: z.array(effect) }).parse(answer)
      seen = effects.at(-1)?.seq ?? seen
      taken.push(...effects.filter(({ provider }) => provider !== 'mercado-pago').map(toEffect))
      return taken
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  }
}

/** The job's id, or what begins with the message's: our callback data. */
const toEffect = ({ seq, provider, key }: z.infer<typeof effect>): Effect => ({
  provider,
  key: leadingUuid.exec(key ?? '')?.[0] ?? `request ${seq} without a key`,
})

async function askSimulator(url: string, method: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}
