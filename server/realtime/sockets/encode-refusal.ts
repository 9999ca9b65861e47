import superjson from 'superjson'
import type { ClientCall } from './client-frame.ts'
import type { CallRefusal } from './open-calls.ts'

/** Codes of JSON-RPC and HTTP as tRPC pairs them. */
const tooMany = { code: 'TOO_MANY_REQUESTS', rpcCode: -32_029, httpStatus: 429 }
const badRequest = { code: 'BAD_REQUEST', rpcCode: -32_600, httpStatus: 400 }

const answers: Readonly<Record<CallRefusal, typeof tooMany & { readonly message: string }>> = {
  too_many_subscriptions: { ...tooMany, message: 'Too many subscriptions on one connection. End one first.' },
  too_many_calls: { ...tooMany, message: 'Too many calls at once. Wait for answers first.' },
  duplicate_id: { ...badRequest, message: 'This id belongs to a call that is not over.' },
}

/** The error frame that tRPC's client understands as the answer to that call. */
export function encodeRefusal({ id, path }: ClientCall, refusal: CallRefusal): string {
  const { code, rpcCode, httpStatus, message } = answers[refusal]
  const data = { code, httpStatus, path, details: {} }
  return JSON.stringify({ id, error: superjson.serialize({ message, code: rpcCode, data }) })
}
