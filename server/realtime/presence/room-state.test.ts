import { describe, expect, it } from 'vitest'
import { createRoomState, type RoomMember, type View } from './room-state.ts'

const member = (userId: string, readSeq = 0): RoomMember => ({
  userId,
  name: userId,
  side: 'staff',
  lastSeenAt: '2026-11-23T04:00:00Z',
  readSeq,
})
const viewOf = (userId: string, viewId?: string): View => ({ userId, viewId, isAway: false })

function open(...members: RoomMember[]) {
  const state = createRoomState()
  state.setMembers(members)
  return {
    state,
    of: (userId: string, nowMs = 0) => state.describe('c', nowMs).members.find((m) => m.userId === userId),
  }
}

describe('who is at a conversation', () => {
  it('is online anywhere before away anywhere before offline', () => {
    const { state, of } = open(member('a'))
    expect(of('a')).toMatchObject({ presence: 'offline', lastSeenAt: '2026-11-23T04:00:00Z' })
    state.setOther('gateway', 'a', 'away')
    expect(of('a')?.presence).toBe('away')
    state.addView(viewOf('a'))
    expect(of('a')).toMatchObject({ presence: 'online', lastSeenAt: null })
  })

  it('is away when all of their windows are', () => {
    const { state, of } = open(member('a'))
    state.addView(viewOf('a', '1'))
    state.addView(viewOf('a', '2'))
    state.setAway('a', '1', true)
    expect(of('a')?.presence).toBe('online')
    state.setAway('a', undefined, true)
    expect(of('a')?.presence).toBe('away')
  })

  it('leaves with the gateway', () => {
    const { state, of } = open(member('a'), member('b'))
    state.setOther('dead', 'a', 'online')
    state.setOther('dead', 'b', 'online')
    state.setOther('alive', 'b', 'online')
    expect(state.dropGateway('dead')).toEqual(['a', 'b'])
    expect([of('a')?.presence, of('b')?.presence]).toEqual(['offline', 'online'])
  })

  it('types for as long as the report lasts, and not when gone', () => {
    const { state, of } = open(member('a'))
    const view = viewOf('a')
    state.addView(view)
    state.setTyping('a', 6_000)
    expect([of('a', 5_999)?.isTyping, of('a', 6_000)?.isTyping]).toEqual([true, false])
    expect([state.nextLapseMs(0), state.nextLapseMs(6_000)]).toEqual([6_000, undefined])
    state.setTyping('a', 20_000)
    state.removeView(view)
    expect(of('a', 10_000)?.isTyping).toBe(false)
  })

  it('has read the greatest of what was heard and what was stored', () => {
    const { state, of } = open(member('a', 3))
    state.markRead('a', 5)
    state.markRead('a', 4)
    state.setMembers([member('a', 4)])
    expect(of('a')?.readSeq).toBe(5)
  })
})
