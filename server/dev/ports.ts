import { createServer } from 'node:net'

/** Below the range from which systems take ports for outgoing connections: Linux 32768, macOS and Windows 49152. */
const lowestPort = 10_240
const slices = 540
const portsPerSlice = 40
let handedOut = 0

/**
 * A port of this machine that nobody listens on at this moment. Not the system's choice: another program's outgoing
 * connection would take such a port before the server that it was meant for has started (seen on CI and here). Each
 * process chooses from a slice of its own and begins again only after forty, so that two that start servers side by
 * side do not choose the same.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < portsPerSlice; tries += 1) {
    const port = lowestPort + (process.pid % slices) * portsPerSlice + (handedOut % portsPerSlice)
    handedOut += 1
    if (await isPortFree(port)) return port
  }
  return listenOnce(0, '127.0.0.1')
}

/** `preferred`, or where somebody listens there a port that is easy to tell from it (3000 → 3010); 0 means any. */
export async function pickPort(preferred: number): Promise<number> {
  if (preferred === 0) return freePort()
  for (const step of [0, 10, 20, 30, 40, 50]) {
    if (await isPortFree(preferred + step)) return preferred + step
  }
  return freePort()
}

/** A stranger on any of these would get part of the traffic meant for us ("localhost" is ::1 first in many browsers). */
async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['0.0.0.0', '127.0.0.1', '::1']) {
    if (await isTaken(port, host)) return false
  }
  return true
}

async function isTaken(port: number, host: string): Promise<boolean> {
  try {
    await listenOnce(port, host)
    return false
  } catch (error) {
    // Without IPv6 there is nobody on ::1.
    return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  }
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      const bound = address !== null && typeof address === 'object' ? address.port : port
      server.close(() => resolve(bound))
    })
  })
}
