import type { RedisClient } from './create-client.ts'
import { messageOf, RedisUnavailableError } from './redis-errors.ts'
import { describeTopology, type Topology } from './topology.ts'

interface Target {
  readonly client: RedisClient
  readonly role: string
  readonly topology: Topology
  readonly timeoutMs: number
}

const noAnswer = 'no answer'

/**
 * Resolves when the client can take commands. Rejects with a RedisUnavailableError: at once where waiting cannot help
 * (wrong password, untrusted certificate), else after `timeoutMs`. The client goes on trying in the background.
 */
export function waitUntilReady(target: Target): Promise<void> {
  const { client, topology, timeoutMs } = target
  if (client.status === 'ready') return Promise.resolve()
  return new Promise((resolve, reject) => {
    let lastProblem = noAnswer
    const deadline = setTimeout(() => settle(() => reject(unavailable(target, lastProblem))), timeoutMs)
    const onReady = () => settle(resolve)
    const onEnd = () => settle(() => reject(unavailable(target, 'the connection was closed')))
    const onError = (error: unknown) => {
      lastProblem = problemOf(error)
      if (advice(lastProblem, topology) !== undefined) settle(() => reject(unavailable(target, lastProblem)))
    }
    const settle = (finish: () => void) => {
      clearTimeout(deadline)
      client.off('ready', onReady).off('end', onEnd).off('error', onError).off('node error', onError)
      finish()
    }
    client.on('ready', onReady).on('end', onEnd).on('error', onError).on('node error', onError)
    if (client.status === 'wait') {
      // Says only "closed" where an event has said why; but a name that does not resolve makes no event.
      client.connect().catch((error: unknown) => lastProblem === noAnswer && onError(error))
    }
  })
}

/** A Cluster that failed as a whole hides the reason one level down. */
const problemOf = (error: unknown): string =>
  error instanceof Error && 'lastNodeError' in error && error.lastNodeError instanceof Error
    ? error.lastNodeError.message
    : messageOf(error) || noAnswer

function unavailable({ role, topology }: Target, problem: string): RedisUnavailableError {
  const where = `Redis (${role}) at ${describeTopology(topology)}`
  const expected = topology.tls ? 'speak TLS' : 'speak without TLS'
  const what = advice(problem, topology) ?? `is it running, does ${topology.variable} name it, and does it ${expected}?`
  return new RedisUnavailableError(`${where} cannot be used: ${problem} - ${what}`)
}

/** What to change, for the problems that no amount of waiting solves. */
function advice(problem: string, { kind }: Topology): string | undefined {
  if (/WRONGPASS|NOAUTH|NOPERM|invalid password/i.test(problem)) {
    const sentinel = kind === 'sentinel' ? ', REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD' : ''
    return `check REDIS_USERNAME and REDIS_PASSWORD${sentinel}, or the user and password inside the URL`
  }
  if (/self.signed|unable to (verify|get).*certificate|certificate has expired|altnames/i.test(problem)) {
    return 'the certificate is not trusted: set REDIS_TLS_CA_FILE to the certificate of its authority'
  }
  return undefined
}
