import { createServer } from 'node:net'

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return listenOnce(0, '127.0.0.1')
}

/** Answers `preferred` when nobody listens on it, else a free port; 0 means any. */
export async function pickPort(preferred: number): Promise<number> {
  return preferred !== 0 && (await isPortFree(preferred)) ? preferred : freePort()
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
