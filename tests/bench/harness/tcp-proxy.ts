import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'

/** Stands between a process and its Redis and can fail the connections that carry subscriptions, and only those. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Cuts the subscribers' connections; new ones are cut as soon as they subscribe, for `ms`. */
  refuseSubscribers(ms: number): void
  /** From now on the subscribers' present connections carry nothing, silently, as when a NAT forgot them. */
  silenceSubscribers(): void
  /** What subscribers ask for reaches Redis so much later. */
  delaySubscribers(ms: number): void
  /** Moments (performance.now) at which a connection subscribed and was let through. */
  subscribedAt(): readonly number[]
}

interface Pair {
  readonly near: Socket
  readonly far: Socket
  isSubscriber: boolean
  isSilent: boolean
}

const subscribes = /\r\n(p|s)?subscribe\r\n/i

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  const moments: number[] = []
  let refusedUntilMs = 0
  let delayMs = 0

  const server = createServer((near) => {
    const pair: Pair = { near, far: dial(targetPort, '127.0.0.1'), isSubscriber: false, isSilent: false }
    pairs.add(pair)
    near.on('data', (chunk) => {
      if (!pair.isSubscriber && subscribes.test(chunk.toString('latin1'))) admit(pair)
      if (!pair.isSilent) pass(pair, chunk)
    })
    pair.far.on('data', (chunk) => {
      if (!pair.isSilent) near.write(chunk)
    })
    for (const socket of [near, pair.far]) {
      socket.on('error', () => undefined)
      socket.on('close', () => cut(pair))
    }
  })

  function admit(pair: Pair): void {
    if (performance.now() < refusedUntilMs) {
      cut(pair)
      return
    }
    pair.isSubscriber = true
    moments.push(performance.now())
  }

  function pass({ far, isSubscriber }: Pair, chunk: Buffer): void {
    if (isSubscriber && delayMs > 0) setTimeout(() => far.write(chunk), delayMs)
    else far.write(chunk)
  }

  function cut(pair: Pair): void {
    pair.near.destroy()
    pair.far.destroy()
    pairs.delete(pair)
  }

  const subscribers = () => [...pairs].filter(({ isSubscriber }) => isSubscriber)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    refuseSubscribers(ms) {
      refusedUntilMs = performance.now() + ms
      subscribers().forEach(cut)
    },
    silenceSubscribers() {
      for (const pair of subscribers()) pair.isSilent = true
    },
    delaySubscribers(ms) {
      delayMs = ms
    },
    subscribedAt: () => moments,
    [Symbol.asyncDispose]: async () => {
      server.close()
      ;[...pairs].forEach(cut)
    },
  }
}
