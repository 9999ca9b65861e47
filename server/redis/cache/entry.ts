import { z } from 'zod'
import type { CacheTag } from '../../contracts/caches.ts'
import type { Stamp } from './tag-versions.ts'

/** One stored value with what decides whether it may still be served. */
export interface Entry<T> {
  /** Taken before the value was loaded. */
  readonly stamp: Stamp
  readonly tags: readonly CacheTag[]
  readonly value: T
}

const envelope = z.object({
  epoch: z.string(),
  seq: z.int(),
  tags: z.array(z.custom<CacheTag>(isText)),
  value: z.json(),
})

export const encodeEntry = <T>({ stamp, tags, value }: Entry<T>): string => JSON.stringify({ ...stamp, tags, value })

/** Undefined for what does not fit: another version of the code may have stored it. */
export function decodeEntry<T>(text: string | null, schema: z.ZodType<T>): Entry<T> | undefined {
  if (text === null) return undefined
  const { data } = envelope.safeParse(parseJson(text))
  if (!data) return undefined
  const value = schema.safeParse(data.value)
  if (!value.success) return undefined
  return { stamp: { epoch: data.epoch, seq: data.seq }, tags: data.tags, value: value.data }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}
