import { describe, expect, it } from 'vitest'
import { createFleet } from './fleet.ts'

const open = () => createFleet({ blindMs: 6_000, graceMs: 4_000 })
const seen = (...holderIds: string[]) => ({ wasHeld: true, holderIds })
const lapsed = (...holderIds: string[]) => ({ wasHeld: false, holderIds })

describe('the gateways that live', () => {
  it('are those whose lease runs; the others died', () => {
    const fleet = open()
    fleet.note(seen('a', 'b'), 0)
    expect(fleet.note(seen('a'), 2_000)).toEqual({ diedIds: ['b'], isProven: true, mustTellAgain: false })
    expect([fleet.isAlive('a'), fleet.isAlive('b')]).toEqual([true, false])
  })

  it('live when they speak, before their lease was seen', () => {
    const fleet = open()
    fleet.note(seen('a'), 0)
    fleet.meet('c')
    expect(fleet.isAlive('c')).toBe(true)
  })

  it('are not taken for dead because Redis lost its memory, and are told everything again', () => {
    const fleet = open()
    fleet.note(seen('a', 'b'), 0)
    expect(fleet.note(lapsed('a'), 2_000)).toEqual({ diedIds: [], isProven: true, mustTellAgain: true })
    expect(fleet.isAlive('b')).toBe(true)
    expect(fleet.note(seen('a', 'b'), 4_000).diedIds).toEqual([])
    expect(fleet.note(seen('a', 'b'), 6_000).diedIds).toEqual([])
  })

  it('are dead when they do not come back after Redis lost its memory', () => {
    const fleet = open()
    fleet.note(seen('a', 'b'), 0)
    fleet.note(lapsed('a'), 2_000)
    fleet.note(seen('a'), 4_000)
    expect(fleet.note(seen('a'), 6_000).diedIds).toEqual(['b'])
  })

  it('are out of sight, though not proven dead, when Redis is away for longer than a lease', () => {
    const fleet = open()
    fleet.note(seen('a', 'b'), 0)
    expect(fleet.note(undefined, 2_000).diedIds).toEqual([])
    expect(fleet.note(undefined, 6_000).diedIds).toEqual([])
    expect(fleet.note(undefined, 6_001)).toEqual({ diedIds: ['a', 'b'], isProven: false, mustTellAgain: false })
  })
})
