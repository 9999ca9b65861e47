import { randomBytes, randomInt } from 'node:crypto'

/** Texts that stand nowhere else. */
export interface Needles {
  /** For a name or a sentence: lower-case letters and digits. */
  readonly text: string
  readonly email: string
  /** A Brazilian mobile number as WhatsApp has it, digits alone, and with its ninth digit. */
  readonly waId: string
  readonly phoneKey: string
  /** 64 hexadecimal digits. */
  readonly hash: string
}

export function createNeedles(): Needles {
  const text = `agulha${randomBytes(8).toString('hex')}`
  const digits = String(randomInt(10_000_000, 99_999_999))
  return {
    text,
    email: `${text}@palheiro.example`,
    waId: `5531${digits}`,
    phoneKey: `55319${digits}`,
    hash: randomBytes(32).toString('hex'),
  }
}

/** Everything that would give a needle away, in lower case: as it is, and as base64 and hexadecimal have it. */
export function tracesOf({ text, waId, phoneKey, hash }: Needles): readonly string[] {
  const local = waId.slice(4)
  const encoded = [text, local].flatMap((plain) => [
    ...[0, 1, 2].map((offset) => base64Core(plain, offset)),
    Buffer.from(plain).toString('hex'),
  ])
  return [text, local, phoneKey.slice(4), hash, ...encoded].map((trace) => trace.toLowerCase())
}

/** The part of a base64 text that is the same whatever stands around it, for one of three places where it can begin. */
function base64Core(plain: string, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(plain)]).toString('base64')
  const first = [0, 2, 3][offset] ?? 0
  const whole = Math.floor(((offset + plain.length) * 8) / 6)
  return text.slice(first, whole)
}
