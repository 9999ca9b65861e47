import { describe, expect, it } from 'vitest'
import { createRoomState, type View } from './room-state.ts'
import { createTeller } from './teller.ts'

function open() {
  const state = createRoomState()
  const sent: string[] = []
  let isDown = false
  const teller = createTeller(state, async (userId, presence) => {
    await Promise.resolve()
    if (isDown) throw new Error('Redis is away')
    sent.push(`${userId} ${presence}`)
  })
  const enter = (userId: string): View => {
    const view: View = { userId, viewId: undefined, isAway: false }
    state.addView(view)
    return view
  }
  return { state, teller, sent, enter, setDown: (value: boolean) => (isDown = value) }
}

describe('telling presence', () => {
  it('tells what changed, once', async () => {
    const { state, teller, sent, enter } = open()
    const view = enter('a')
    await teller.tell()
    await teller.tell()
    state.removeView(view)
    await teller.tell()
    expect(sent).toEqual(['a online', 'a offline'])
  })

  it('ends with what is, however often it changes meanwhile', async () => {
    const { state, teller, sent, enter } = open()
    const view = enter('a')
    const first = teller.tell()
    state.setAway('a', undefined, true)
    const second = teller.tell()
    state.removeView(view)
    await Promise.all([first, second, teller.tell()])
    expect(sent.at(-1)).toBe('a offline')
    expect(teller.hasTakenAllLeave()).toBe(true)
  })

  it('tells later what it could not', async () => {
    const { state, teller, sent, enter, setDown } = open()
    const view = enter('a')
    await teller.tell()
    setDown(true)
    state.removeView(view)
    await teller.tell()
    expect(teller.hasTakenAllLeave()).toBe(false)
    setDown(false)
    await teller.tell()
    expect(sent).toEqual(['a online', 'a offline'])
    expect(teller.hasTakenAllLeave()).toBe(true)
  })

  it('still takes leave of who left when everything is told again', async () => {
    const { state, teller, sent, enter, setDown } = open()
    const view = enter('a')
    await teller.tell()
    setDown(true)
    state.removeView(view)
    await teller.tell()
    teller.forget()
    setDown(false)
    await teller.tell()
    expect(sent).toEqual(['a online', 'a offline'])
  })

  it('tells everything again to those who forgot', async () => {
    const { teller, sent, enter } = open()
    enter('a')
    await teller.tell()
    teller.forget()
    await teller.tell()
    expect(sent).toEqual(['a online', 'a online'])
  })
})
