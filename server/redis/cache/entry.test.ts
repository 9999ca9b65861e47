import { expect, it } from 'vitest'
import { z } from 'zod'
import { caches } from '../../contracts/caches.ts'
import { decodeEntry, formatEntry, packValue, readTags } from './entry.ts'

const schema = z.object({ name: z.string() })
const policy = caches.product

function stored(value: z.infer<typeof schema>, tags: readonly string[]): string {
  const { form, payload } = packValue(value, schema, policy)
  return `epoch 7 ${formatEntry({ id: 'id.1', loadMs: 12, form, tags }, payload)}`
}

it.each([
  ['no tag', []],
  ['one tag', ['a']],
  ['several tags', ['product:1', 'products:all', 'j']],
])('an entry with %s is read back as it was stored, and frozen', (_what, tags) => {
  const text = stored({ name: 'two words\nand a line' }, tags)
  const decoded = decodeEntry(text, schema, policy)
  expect(decoded).toEqual({ kind: 'value', loadMs: 12, value: { name: 'two words\nand a line' } })
  expect(decoded.kind === 'value' && Object.isFrozen(decoded.value)).toBe(true)
  expect(readTags(text)).toEqual(tags)
})

it('a long entry is read back although it is compressed', () => {
  const value = { name: 'long '.repeat(5_000) }
  const text = stored(value, ['a'])
  expect(text.length).toBeLessThan(1_000)
  expect(decodeEntry(text, schema, policy)).toMatchObject({ kind: 'value', value })
  expect(readTags(text)).toEqual(['a'])
})

it('what cannot be stored says so to whoever reads it', () => {
  const text = `epoch 7 ${formatEntry({ id: 'id.1', loadMs: 12, form: 'x', tags: [] }, '')}`
  expect(decodeEntry(text, schema, policy)).toEqual({ kind: 'uncacheable' })
})

it.each(['', '\n', '{"name":"a"}', 'a b c d\n{"name":"a"}', 'epoch 7 id.1 12 j', 'a line\nof 1 two 3 words'])(
  '%j is corrupt, and nobody knows which entry it was',
  (text) => expect(decodeEntry(text, schema, policy)).toEqual({ kind: 'corrupt', id: '' }),
)

it.each(['{"name":1}', '{"name":"a"', ''])('the payload %j is corrupt, and its entry is named', (payload) => {
  const text = `epoch 7 ${formatEntry({ id: 'id.1', loadMs: 12, form: 'j', tags: ['a'] }, payload)}`
  expect(decodeEntry(text, schema, policy)).toEqual({ kind: 'corrupt', id: 'id.1' })
})
