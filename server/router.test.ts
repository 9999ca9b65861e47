import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { limits } from './contracts/limits.ts'
import { appRouter } from './router.ts'

const declaration = z.object({ type: z.string(), meta: z.looseObject({}).optional() })
type Declared = z.infer<typeof declaration>

const procedures = Object.entries(appRouter._def.procedures).map(
  ([path, procedure]) => [path, declaration.parse(Reflect.get(procedure, '_def'))] as const,
)

const accesses = new Set<unknown>(['public', 'member', 'staff', 'admin'])
const limitNames = new Set<unknown>(['none', ...Object.keys(limits)])

/** What each declaration must say. Kept apart from the walk so that the walk can be shown to fail. */
function problems(path: string, { type, meta }: Declared): string[] {
  const found: string[] = []
  if (!meta) return [`${path} declares nothing`]
  if (!accesses.has(meta.access)) found.push(`${path} does not say who may call it`)
  if (!limitNames.has(meta.limit)) found.push(`${path} names no limit`)
  if (type === 'mutation' && !meta.audit) found.push(`${path} changes data and names no audit action`)
  return found
}

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
  })
})
