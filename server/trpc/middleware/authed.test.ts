import { describe, expect, it } from 'vitest'
import { type Access, groups } from '../../contracts/access.ts'
import { type Role, role } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import { t } from '../init.ts'
import { authorized } from './authed.ts'

const open = t.procedure.use(authorized)

const callerOf = (viewer: Role | null, access?: Access) => {
  const answer = access ? open.meta({ access, limit: 'none' }) : open
  const context = { readSession: async () => viewer && { role: viewer } }
  const router = t.router({ ask: answer.query(() => 'in') })
  return () => Reflect.apply(router.createCaller, undefined, [context]).ask()
}

const codeOf = async (call: () => Promise<unknown>): Promise<unknown> =>
  call().catch((error: unknown) =>
    error instanceof Error && error.cause instanceof AppError ? error.cause.code : error,
  )

describe('authorized', () => {
  it('lets in the roles of the group that is declared, and no others', async () => {
    for (const access of ['member', 'staff', 'admin'] as const) {
      const allowed: readonly Role[] = groups[access]
      const answers = await Promise.all(role.options.map((viewer) => codeOf(callerOf(viewer, access))))
      expect(answers).toEqual(role.options.map((viewer) => (allowed.includes(viewer) ? 'in' : 'FORBIDDEN')))
      expect(await codeOf(callerOf(null, access))).toBe('UNAUTHORIZED')
    }
  })

  it('asks nobody who they are where everyone may call', async () => {
    expect(await codeOf(callerOf(null, 'public'))).toBe('in')
  })

  it('refuses everyone where nothing is declared', async () => {
    expect(await codeOf(callerOf(null))).toBe('UNAUTHORIZED')
    for (const viewer of role.options) expect(await codeOf(callerOf(viewer))).toBe('FORBIDDEN')
  })
})
