import type { Settled } from './open-calls.ts'

/** As tRPC's `Encoder`, of which nothing else is needed here. */
interface Encoder {
  encode(data: unknown): string | Uint8Array<ArrayBuffer>
  decode(data: string | ArrayBuffer | Uint8Array): unknown
}

export interface ReplyWatch {
  /** To be given to tRPC in place of the encoder it watches. */
  readonly encoder: Encoder
  /** What the text that is being sent right now says about a call; at most once per text. */
  take(): Settled | undefined
}

/**
 * Tells a socket which of its calls an answer ends. tRPC encodes an answer and hands the text to `send` in one go, so
 * what was encoded last is what is being sent; the text itself need not be parsed again.
 */
export function watchReplies(encoder: Encoder): ReplyWatch {
  let last: Settled | undefined
  return {
    encoder: {
      encode(reply) {
        const text = encoder.encode(reply)
        last = readSettled(reply)
        return text
      },
      decode: (data) => encoder.decode(data),
    },
    take() {
      const settled = last
      last = undefined
      return settled
    },
  }
}

function readSettled(reply: unknown): Settled | undefined {
  if (!isObject(reply)) return undefined
  const id = reply.id
  if (typeof id !== 'number' && typeof id !== 'string') return undefined
  const result = reply.result
  const isFinal = 'error' in reply || (isObject(result) && result.type === 'stopped')
  return { id, isFinal }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
