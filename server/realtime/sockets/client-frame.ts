export type CallId = number | string

export interface ClientCall {
  /** Null where the client gave none that can be answered. */
  readonly id: CallId | null
  readonly kind: 'query' | 'mutation' | 'subscription' | 'stop'
  readonly path: string
  /** As it came, for passing on. */
  readonly raw: unknown
}

/** What a client can say: tRPC's protocol, as far as one has to understand it to count. */
export type ClientFrame =
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'params'; readonly authorization: string | undefined }
  | { readonly kind: 'calls'; readonly calls: readonly ClientCall[] }
  | { readonly kind: 'unreadable' }

const kinds: ReadonlyMap<unknown, ClientCall['kind']> = new Map([
  ['query', 'query'],
  ['mutation', 'mutation'],
  ['subscription', 'subscription'],
  ['subscription.stop', 'stop'],
])

/** Longer ones would be kept as long as their subscription. */
const longestId = 64

export function readFrame(data: Buffer): ClientFrame {
  const text = data.toString()
  if (text === 'PING') return { kind: 'ping' }
  if (text === 'PONG') return { kind: 'pong' }
  const value = parse(text)
  const calls = (Array.isArray(value) ? value : [value]).map(readCall)
  if (calls.length > 0 && calls.every((call) => call !== undefined)) return { kind: 'calls', calls }
  return readParams(value) ?? { kind: 'unreadable' }
}

function readCall(raw: unknown): ClientCall | undefined {
  if (!isObject(raw)) return undefined
  const kind = kinds.get(raw.method)
  const id = raw.id ?? null
  if (kind === undefined || !isCallId(id)) return undefined
  const params = raw.params
  const path = isObject(params) && typeof params.path === 'string' ? params.path : ''
  return { id, kind, path, raw }
}

const isCallId = (id: unknown): id is CallId | null =>
  id === null || typeof id === 'number' || (typeof id === 'string' && id.length <= longestId)

/** Sent first where the address says `connectionParams=1`: `{"method": "connectionParams", "data": {…} | null}`. */
function readParams(value: unknown): ClientFrame | undefined {
  if (!isObject(value) || value.method !== 'connectionParams') return undefined
  const authorization = isObject(value.data) ? value.data.authorization : undefined
  return { kind: 'params', authorization: typeof authorization === 'string' ? authorization : undefined }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
