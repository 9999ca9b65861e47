import { describe, expect, it } from 'vitest'
import type { LiveMember } from '#server/contracts/live.ts'
import { describeLive } from './describe-live.ts'

const member = (userId: string, change: Partial<LiveMember> = {}): LiveMember => ({
  userId,
  name: userId,
  side: 'staff',
  presence: 'offline',
  lastSeenAt: null,
  readSeq: 0,
  isTyping: false,
  ...change,
})
const me = { id: 'me', side: 'staff' } as const

describe('what one side sees of the other', () => {
  it('is nothing while nobody else is known', () => {
    expect(describeLive([member('me', { isTyping: true, readSeq: 9 })], me)).toEqual({
      typingNames: [],
      counterpart: undefined,
      readSeq: 0,
    })
  })

  it('tells of colleagues only that they write', () => {
    const colleague = member('colleague', { presence: 'online', isTyping: true, readSeq: 5 })
    const visitor = member('visitor', { side: 'visitor', readSeq: 2, lastSeenAt: '2026-11-20T12:00:00+00:00' })
    expect(describeLive([member('me'), colleague, visitor], me)).toEqual({
      typingNames: ['colleague'],
      counterpart: { presence: 'offline', lastSeenAt: '2026-11-20T12:00:00+00:00' },
      readSeq: 2,
    })
  })

  it('is the most present of several, the last to be seen, and the furthest read', () => {
    const staff = [
      member('one', { readSeq: 4, lastSeenAt: '2026-11-20T12:00:00+00:00' }),
      member('two', { readSeq: 3, lastSeenAt: '2026-11-20T11:00:00-03:00' }),
    ]
    const visitor = { id: 'visitor', side: 'visitor' } as const
    expect(describeLive(staff, visitor)).toMatchObject({
      counterpart: { presence: 'offline', lastSeenAt: '2026-11-20T11:00:00-03:00' },
      readSeq: 4,
    })
    expect(describeLive([...staff, member('three', { presence: 'away' })], visitor).counterpart?.presence).toBe('away')
  })
})
