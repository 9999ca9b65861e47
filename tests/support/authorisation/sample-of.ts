import { randomUUID } from 'node:crypto'
import { z } from 'zod'

const schema = z.looseObject({
  const: z.json().optional(),
  enum: z.array(z.json()).optional(),
  default: z.json().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  minItems: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
})

type Schema = z.infer<typeof schema>

/** A value that fits a JSON schema: what is required and nothing else, ids and addresses that nobody has. */
export function sampleOf(source: unknown): unknown {
  const parsed = schema.parse(source)
  if (parsed.const !== undefined) return parsed.const
  if (parsed.enum) return parsed.enum[0]
  const choices = parsed.anyOf ?? parsed.oneOf
  if (choices) return sampleOf(choices[0])
  return byType(parsed)
}

function byType(parsed: Schema): unknown {
  switch (parsed.type) {
    case 'object':
      return Object.fromEntries((parsed.required ?? []).map((key) => [key, sampleOf(parsed.properties?.[key])]))
    case 'array':
      return Array.from({ length: parsed.minItems ?? 0 }, () => sampleOf(parsed.items))
    case 'string':
      return textOf(parsed)
    case 'integer':
    case 'number':
      return Math.max(1, parsed.minimum ?? 0, (parsed.exclusiveMinimum ?? 0) + 1)
    case 'boolean':
      return false
    default:
      return null
  }
}

function textOf({ format, minLength = 1 }: Schema): string {
  if (format === 'uuid') return randomUUID()
  if (format === 'email') return `${randomUUID()}@correio.example`
  if (format === 'uri') return 'https://firma.example/caminho'
  if (format === 'date-time') return '2026-11-23T12:00:00.000Z'
  if (format === 'date') return '2026-11-23'
  return 'texto de exemplo'.repeat(Math.ceil(minLength / 16)).slice(0, Math.max(minLength, 16))
}
