import { authAddresses } from '#server/auth/answer-auth.ts'
import { siteFiles } from './site-files.ts'

export interface ApiTarget {
  readonly method: 'GET' | 'POST'
  /** `{conversationId}` is the conversation asked for. */
  readonly address: string
  /** Its row in the table. */
  readonly target: string
}

/** Where files of src/pages/api whose name is a pattern are called, and what those want that ask for something. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  '/api/auth/[...nextauth]': authAddresses.map((address) => address.replace(' ', ' /api/auth/')),
  '/api/chat/stream': both('/api/chat/stream?conversationId={conversationId}'),
  '/api/console/queues/[[...path]]': both('/api/console/queues'),
  '/api/products/[slug]': both('/api/products/divorcio-consensual'),
  '/api/trpc/[trpc]': ['GET /api/trpc/viewer.me', 'POST /api/trpc/auth.signOut'],
  '/api/webhooks/[provider]': both('/api/webhooks/whatsapp'),
}

/** The same without methods, by file. */
export const apiAddresses: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(addresses).map(([route, lines]) => [
    route,
    [...new Set(lines.map((line) => line.replace(/^\w+ /, '')))],
  ]),
)

function both(address: string): string[] {
  return [`GET ${address}`, `POST ${address}`]
}

export const apiFiles = siteFiles.filter(({ route }) => route.startsWith('/api/'))

export const apiTargets: readonly ApiTarget[] = apiFiles.flatMap(({ route }) =>
  (addresses[route] ?? both(route)).map((line) => {
    const [method, address = ''] = line.split(' ')
    return { method: method === 'POST' ? 'POST' : 'GET', address, target: line.replace(/\?.*/, '') }
  }),
)

/** Files that nobody can call by their name, and that have no address here. */
export const filesWithoutAddress = apiFiles.filter(({ route }) => route.includes('[') && !addresses[route])
