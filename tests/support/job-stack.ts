import { type Delivery, delivery, type Outcome, type ProviderName } from '#server/dev/simulator/deliveries.ts'
import type { RuleForm } from '#server/dev/simulator/rules.ts'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { createQueues, type Queues } from '#server/jobs/queues.ts'
import { createTestStack, type TestStack } from './stack.ts'
import { testProviderSecrets } from './test-env.ts'

export interface JobStack extends TestStack {
  /** The queues that the stack's worker works on. */
  readonly queues: Queues
  /** A simulator of its own: its rules disturb nobody else. */
  readonly simulator: RunningSimulator
  /** A fault of a provider; of Resend when none is named. */
  addRule(rule: Omit<RuleForm, 'provider'> & { readonly provider?: ProviderName }): Promise<void>
  /** What reached a provider, oldest first. */
  deliveries(provider: ProviderName, outcome?: Outcome | 'all'): Promise<readonly Delivery[]>
  /** What reached Resend, oldest first. */
  mails(outcome?: Outcome | 'all'): Promise<readonly Delivery[]>
}

export async function createJobStack(overrides: Readonly<Record<string, string>> = {}): Promise<JobStack> {
  const simulator = await serveSimulator({ port: 0, secrets: testProviderSecrets })
  const { url } = simulator
  const addresses = { RESEND_BASE_URL: url, WHATSAPP_BASE_URL: url, MERCADO_PAGO_BASE_URL: url }
  const stack = await createTestStack({ ...addresses, WORKER_PORT: '0', ...overrides })
  const { redis, keys } = stack.services
  const queues = createQueues({ connection: redis.state, keys, onError: () => undefined })
  return {
    ...stack,
    queues,
    simulator,
    addRule: (rule) => post(`${url}/api/rules`, { provider: 'resend', ...rule }),
    deliveries: (provider, outcome = 'accepted') => readDeliveries(url, { provider, outcome }),
    mails: (outcome = 'accepted') => readDeliveries(url, { provider: 'resend', outcome }),
    [Symbol.asyncDispose]: async () => {
      await queues.close()
      await stack[Symbol.asyncDispose]()
      await simulator.close()
    },
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
}

async function readDeliveries(
  url: string,
  query: { readonly provider: string; readonly outcome: string },
): Promise<readonly Delivery[]> {
  const answer = await fetch(`${url}/api/deliveries?${new URLSearchParams(query)}`)
  const body: unknown = await answer.json()
  return delivery
    .array()
    .parse(typeof body === 'object' && body !== null && 'deliveries' in body ? body.deliveries : [])
}
