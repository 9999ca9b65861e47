import { describe, expect, it } from 'vitest'
import { auditCsvHref, auditFilterOf, readAuditQuery } from './audit-query.ts'

const actor = '019c0000-0000-7000-8000-000000000001'

describe('the filter in the address of the page', () => {
  it('is read back as it was written', () => {
    const query = {
      actor,
      action: 'staff.invite',
      subjectType: 'profile',
      subjectId: actor,
      result: 'refused',
    } as const
    expect(readAuditQuery({ ...query, from: '2026-11-01', until: '2026-11-23', other: 'x' })).toEqual({
      ...{ ...query, from: '2026-11-01', until: '2026-11-23' },
    })
  })

  it('leaves out what is none', () => {
    const nonsense = {
      actor: 'me',
      action: '<b>',
      subjectType: 'x',
      subjectId: 'a b',
      result: 'so',
      from: '1/2',
      until: '',
    }
    expect(readAuditQuery(nonsense)).toEqual({})
    expect(readAuditQuery({ actor: [actor, actor], from: '2026-13-45' })).toEqual({})
    expect(readAuditQuery({ actor: 'nobody' })).toEqual({ actor: 'nobody' })
  })

  it('holds the whole of its first and its last day', () => {
    const { from, until } = auditFilterOf({ from: '2026-11-30', until: '2026-11-30' })
    expect(from).toBe(new Date(2026, 10, 30).toISOString())
    expect(until).toBe(new Date(2026, 11, 1).toISOString())
  })

  it('goes on to the file', () => {
    const href = auditCsvHref({ actor, from: '2026-11-30' }, 'pt-BR')
    const { pathname, searchParams } = new URL(href, 'http://localhost')
    expect(pathname).toBe('/api/console/audit.csv')
    expect(Object.fromEntries(searchParams)).toEqual({
      ...{ actor, from: new Date(2026, 10, 30).toISOString(), locale: 'pt-BR' },
    })
  })
})
