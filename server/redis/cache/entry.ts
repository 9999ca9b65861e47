import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { z } from 'zod'
import type { CachePolicy } from '../../contracts/caches.ts'
import { deepFreeze } from './deep-freeze.ts'

/**
 * An entry in Redis is one text: `<epoch> <seq> <id> <load ms> <form> <tag>…`, a line feed, the payload.
 * The scripts read the first line, so it is no JSON. Forms: `j` JSON, `z` JSON by zstd in base64 (a store over HTTP
 * carries only text), `x` nothing: the value cannot be stored, so nobody waits for one who loads it.
 */
export interface EntryHead {
  readonly epoch: string
  readonly seq: number
  readonly id: string
  readonly loadMs: number
  readonly form: string
  readonly tags: readonly string[]
}

export interface Packed<T> {
  /** As every later reader will see it, deeply frozen. */
  readonly value: T
  readonly form: 'j' | 'z' | 'x'
  readonly payload: string
  readonly problem?: 'tooLarge' | 'unstorable'
}

/** The value as text, or why it cannot be stored. */
export function packValue<T>(value: T, schema: z.ZodType<T>, policy: CachePolicy): Packed<T> {
  const json = toJson(value)
  const copy = json === undefined ? undefined : schema.safeParse(JSON.parse(json))
  if (json === undefined || !copy?.success) return { value, form: 'x', payload: '', problem: 'unstorable' }
  const shared = deepFreeze(copy.data)
  const bytes = Buffer.byteLength(json)
  if (bytes > policy.maxBytes) return { value: shared, form: 'x', payload: '', problem: 'tooLarge' }
  if (bytes < policy.compressFromBytes) return { value: shared, form: 'j', payload: json }
  const compressed = zstdCompressSync(json).toString('base64')
  return compressed.length < bytes
    ? { value: shared, form: 'z', payload: compressed }
    : { value: shared, form: 'j', payload: json }
}

/** The first line without its stamp, which the script puts before it, and the payload. */
export const formatEntry = (head: Omit<EntryHead, 'epoch' | 'seq'>, payload: string): string =>
  `${[head.id, head.loadMs, head.form, ...head.tags].join(' ')}\n${payload}`

export function readHead(line: string): EntryHead | undefined {
  const [epoch, seq, id, loadMs, form, ...tags] = line.split(' ')
  if (!epoch || !id || form === undefined) return undefined
  return { epoch, seq: Number(seq), id, loadMs: Number(loadMs), form, tags }
}

export type Decoded<T> =
  | { readonly kind: 'value'; readonly loadMs: number; readonly value: T }
  | { readonly kind: 'uncacheable' }
  | { readonly kind: 'corrupt'; readonly id: string }

/** `corrupt` for what cannot be read: another version of the code may have stored it. */
export function decodeEntry<T>(text: string, schema: z.ZodType<T>, { maxBytes }: CachePolicy): Decoded<T> {
  // By places instead of `readHead`: every read of Redis comes by here.
  const end = text.indexOf('\n')
  const idAt = text.indexOf(' ', text.indexOf(' ') + 1) + 1
  const loadMsAt = text.indexOf(' ', idAt) + 1
  const formAt = text.indexOf(' ', loadMsAt) + 1
  if (idAt === 0 || loadMsAt === 0 || formAt === 0 || end <= formAt) return { kind: 'corrupt', id: '' }
  const form = text[formAt]
  if (form === 'x') return { kind: 'uncacheable' }
  try {
    const payload = text.slice(end + 1)
    const parsed = schema.safeParse(JSON.parse(form === 'z' ? decompress(payload, maxBytes) : payload))
    if (parsed.success) {
      const loadMs = Number(text.slice(loadMsAt, formAt - 1))
      return { kind: 'value', loadMs, value: deepFreeze(parsed.data) }
    }
  } catch {}
  return { kind: 'corrupt', id: text.slice(idAt, loadMsAt - 1) }
}

export const readTags = (text: string): readonly string[] => readHead(text.slice(0, text.indexOf('\n')))?.tags ?? []

/** A text that another deploy was allowed to store is not a bomb yet. */
const decompress = (payload: string, maxBytes: number): string =>
  zstdDecompressSync(Buffer.from(payload, 'base64'), { maxOutputLength: 4 * maxBytes }).toString()

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
