import type { RuleInput } from '#server/dev/simulator/rules.ts'
import type { Scene } from '../scene.ts'

const mailFaults = [
  { fail: { times: 2, status: 500 } },
  { fail: { times: 2, status: 429, retryAfterSeconds: 1 } },
  { acceptThenFail: { times: 2, status: 502 } },
  { acceptThenTimeout: { times: 1 } },
  { disconnect: { times: 2 } },
] as const

/** Those that say that nothing was sent, and those that leave it open. */
const messageFaults = [
  { fail: { times: 1, status: 429, retryAfterSeconds: 1 } },
  { acceptThenFail: { times: 1, status: 500 } },
  { acceptThenTimeout: { times: 1 } },
] as const

/** Every few seconds a fault of each provider, as long as people write. */
export async function misbehaveAtRandom({ world, people, random, sleep }: Scene): Promise<void> {
  while (people.isWriting()) {
    await sleep(random.between(2_000, 4_000))
    const [firstMail, ...otherMails] = mailFaults
    const [firstMessage, ...otherMessages] = messageFaults
    const rules: RuleInput[] = [
      { provider: 'resend', ...random.pick<RuleFault>(firstMail, ...otherMails) },
      { provider: 'whatsapp', ...random.pick<RuleFault>(firstMessage, ...otherMessages) },
    ]
    for (const rule of rules) await world.simulator.addRule(rule)
  }
}

type RuleFault = Omit<RuleInput, 'provider'>
