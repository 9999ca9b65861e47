import type { IncomingMessage } from 'node:http'

/**
 * The bytes of a request as they came. Of a longer one than `maxBytes` only the first `maxBytes + 1`: enough to refuse
 * it, and the rest is not waited for. Rejects when the connection breaks before the end.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let length = 0
  const finish = () => resolve(Buffer.concat(chunks).subarray(0, maxBytes + 1))
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    if (length <= maxBytes) return
    request.pause()
    request.removeAllListeners('data')
    finish()
  })
  request.once('end', finish)
  request.once('error', reject)
  request.once('close', () => reject(new Error('the request ended before its body did')))
  return promise
}
