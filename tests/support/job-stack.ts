import { type Delivery, delivery, type Outcome } from '#server/dev/simulator/deliveries.ts'
import type { RuleInput } from '#server/dev/simulator/rules.ts'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { createQueues, type Queues } from '#server/jobs/queues.ts'
import { createTestStack, type TestStack } from './stack.ts'

export interface JobStack extends TestStack {
  /** The queues that the stack's worker works on. */
  readonly queues: Queues
  /** A simulator of its own: its rules disturb nobody else. */
  readonly simulator: RunningSimulator
  addRule(rule: Omit<RuleInput, 'provider'>): Promise<void>
  /** What reached Resend, oldest first. */
  mails(outcome?: Outcome | 'all'): Promise<readonly Delivery[]>
}

export async function createJobStack(overrides: Readonly<Record<string, string>> = {}): Promise<JobStack> {
  const simulator = await serveSimulator({ port: 0 })
  const stack = await createTestStack({ RESEND_BASE_URL: simulator.url, WORKER_PORT: '0', ...overrides })
  const { redis, keys } = stack.services
  const queues = createQueues({ connection: redis.state, keys, onError: () => undefined })
  return {
    ...stack,
    queues,
    simulator,
    addRule: (rule) => post(`${simulator.url}/api/rules`, { provider: 'resend', ...rule }),
    mails: (outcome = 'accepted') => readMails(simulator.url, outcome),
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

async function readMails(url: string, outcome: string): Promise<readonly Delivery[]> {
  const answer = await fetch(`${url}/api/deliveries?provider=resend&outcome=${outcome}`)
  const body: unknown = await answer.json()
  return delivery
    .array()
    .parse(typeof body === 'object' && body !== null && 'deliveries' in body ? body.deliveries : [])
}
