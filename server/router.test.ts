import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { groups } from './contracts/access.ts'
import { limits } from './contracts/limits.ts'
import { appRouter } from './router.ts'

const declaration = z.object({
  type: z.string(),
  meta: z.looseObject({}).optional(),
  inputs: z.array(z.custom<z.ZodType>((value) => value instanceof z.ZodType)).default([]),
})
type Declared = z.infer<typeof declaration>

const procedures = Object.entries(appRouter._def.procedures).map(
  ([path, procedure]) => [path, declaration.parse(Reflect.get(procedure, '_def'))] as const,
)

const accesses = new Set<unknown>(['public', ...Object.keys(groups)])
const limitNames = new Set<unknown>(['none', ...Object.keys(limits)])

/** What each declaration must say. Kept apart from the walk so that the walk can be shown to fail. */
function problems(path: string, { type, meta, inputs = [] }: Partial<Declared>): string[] {
  const found: string[] = []
  if (!meta) return [`${path} declares nothing`]
  if (!accesses.has(meta.access)) found.push(`${path} does not say who may call it`)
  if (!limitNames.has(meta.limit)) found.push(`${path} names no limit`)
  if (type === 'mutation' && !meta.audit) found.push(`${path} changes data and names no audit action`)
  if (namesConversation(inputs) && meta.membership !== 'conversation' && meta.access !== 'admin')
    found.push(`${path} is about a conversation and does not ask who takes part: conversationProcedure`)
  return found
}

const namesConversation = (inputs: readonly z.ZodType[]): boolean =>
  inputs.some((input) => JSON.stringify(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })).includes(key))

const key = '"conversationId"'

describe('the router', () => {
  it('has procedures', () => {
    expect(procedures.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'products.list',
        'products.bySlug',
        'agents.list',
        'agents.byId',
        'conversations.start',
        'conversations.mine',
        'messages.send',
        'messages.list',
        'messages.stream',
      ]),
    )
  })

  it('declares limit and access on every procedure, and the audit of every mutation', () => {
    expect(procedures.flatMap(([path, procedure]) => problems(path, procedure))).toEqual([])
  })

  it('would name a procedure that forgot', () => {
    expect(problems('a.b', { type: 'query', meta: undefined })).toHaveLength(1)
    expect(problems('a.b', { type: 'mutation', meta: { access: 'public', limit: 'default' } })).toHaveLength(1)
    expect(problems('a.b', { type: 'query', meta: { access: 'public' } })).toHaveLength(1)
    const inputs = [z.object({ filter: z.object({ conversationId: z.uuid() }).optional() })]
    expect(problems('a.b', { type: 'query', meta: { access: 'member', limit: 'default' }, inputs })).toHaveLength(1)
  })
})
