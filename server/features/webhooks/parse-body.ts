/**
 * JSON as Postgres can keep it: without the NUL character and the half characters that JSON may hold and jsonb refuses,
 * for a provider would repeat an event for days that can never be stored. Throws SyntaxError; an empty body is `{}`.
 */
export function parseBody(rawBody: Buffer): unknown {
  const text = rawBody.toString('utf8')
  return text.trim() === '' ? {} : storable(JSON.parse(text))
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storableText(name), storable(inner)]))
}

const storableText = (text: string): string => text.replaceAll('\u0000', '').toWellFormed()
