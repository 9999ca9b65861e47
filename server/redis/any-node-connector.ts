import { createConnection } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import { AbstractConnector, type RedisOptions } from 'ioredis'
import type { Address } from '../env.ts'

interface Target {
  /** Asked anew for every connection, so that the next attempt can go to another node. */
  readonly nextAddress: () => Address
  readonly tls: ConnectionOptions | undefined
  readonly disconnectTimeoutMs: number
}

/**
 * Connects one ordinary client to whichever node of a Cluster answers. ioredis' own Cluster subscriber moves to
 * another node without any event, so nobody would learn that messages may have been missed in between.
 */
export function anyNodeConnector({
  nextAddress,
  tls,
  disconnectTimeoutMs,
}: Target): NonNullable<RedisOptions['Connector']> {
  return class AnyNodeConnector extends AbstractConnector {
    constructor() {
      super(disconnectTimeoutMs)
    }

    async connect() {
      this.connecting = true
      const address = nextAddress()
      this.stream = tls ? connectTls({ ...address, ...tls }) : createConnection(address)
      this.stream.once('error', (error) => {
        this.firstError = error
      })
      return this.stream
    }
  }
}

/** The known nodes in turn, starting anywhere, so that processes spread over the Cluster. */
export function takeTurns(list: () => readonly Address[], random: () => number = Math.random): () => Address {
  let turn = Math.floor(random() * 1_000)
  return () => {
    const addresses = list()
    const address = addresses[turn++ % addresses.length]
    if (!address) throw new Error('No node of the Redis Cluster is known')
    return address
  }
}
