import { Cluster, type Redis } from 'ioredis'

/**
 * A TLS socket can report a second error after the one that ended its handshake (the server's alert arrives late).
 * ioredis listens once, and Node ends the process for an error that nobody hears. The first one has been told already.
 */
export function muteLateErrors(client: Redis | Cluster): void {
  if (client instanceof Cluster) client.on('+node', muteNode)
  else muteNode(client)
}

function muteNode(node: Redis): void {
  node.on('error', () => node.stream?.on('error', ignore))
}

const ignore = () => {}
