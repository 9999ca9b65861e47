import { z } from 'zod'
import type { Cell } from './authorisation-table.ts'

interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly cookie: string | undefined
}

let lastAddress = 0

/** Sends a request from an address of its own and says whether it was let in; what a stream says later is not waited for. */
export async function askFor({ method, url, cookie = '' }: Request): Promise<Cell> {
  const leaving = new AbortController()
  const from = { 'x-forwarded-for': newAddress(), connection: 'close' }
  const proof = method === 'POST' && url.includes('/api/auth/') ? await readCsrf(url, cookie) : undefined
  const body = method === 'POST' ? JSON.stringify({ csrfToken: proof?.token }) : undefined
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    signal: leaving.signal,
    headers: { ...from, cookie: [cookie, proof?.cookie].filter(Boolean).join('; '), ...(body && json) },
    ...(body && { body }),
  })
  leaving.abort()
  return cellOf(response.status, url)
}

const json = { 'content-type': 'application/json' }

async function readCsrf(url: string, cookie: string) {
  const address = new URL('/api/auth/csrf', url)
  const response = await fetch(address, { headers: { cookie, 'x-forwarded-for': newAddress() } })
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await response.json())
  return { token: csrfToken, cookie: response.headers.get('set-cookie')?.split(';')[0] }
}

function cellOf(status: number, url: string): Cell {
  if (status === 401) return '401'
  if (status === 403) return '403'
  if (status === 404) return '404'
  if (status === 405) return '405'
  if (status >= 500 || status === 429) throw new Error(`${url} answered ${status}`)
  return 'yes'
}

/** Of 2001:db8::/32, each in a /64 of its own, so that no limit is shared. */
export function newAddress(): string {
  lastAddress += 1
  return `2001:db8:f:${lastAddress.toString(16)}::1`
}
