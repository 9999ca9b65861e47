import { expect, it } from 'vitest'
import { type ConversationState, emptyConversation } from './conversation-state.ts'
import { missingPage } from './missing-page.ts'
import { eventAt } from './test-events.ts'

const stateWith = (state: Partial<ConversationState>): ConversationState => ({
  ...emptyConversation,
  view: 'current',
  ...state,
})
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => eventAt(first + index))

it('is the newest page while nothing current is shown', () => {
  expect(missingPage(emptyConversation)).toEqual({ limit: 50, generation: 0 })
  expect(missingPage(stateWith({ view: 'stale', generation: 3, events: from(1, 4), headSeq: 900 }))).toEqual({
    limit: 50,
    generation: 3,
  })
})

it('is nothing when the conversation is whole up to the head; what lies above is earlier history', () => {
  expect(missingPage(stateWith({ events: from(40, 41), headSeq: 41 }))).toBeUndefined()
  expect(missingPage(stateWith({}))).toBeUndefined()
})

it('is the stretch before what came too early', () => {
  const state = stateWith({ events: from(1, 2), ahead: [eventAt(6)], headSeq: 9 })
  expect(missingPage(state)).toEqual({ beforeSeq: 6, limit: 3, generation: 0 })
})

it('is what the head promises and nobody delivered', () => {
  expect(missingPage(stateWith({ events: from(1, 2), headSeq: 4 }))).toEqual({ beforeSeq: 5, limit: 2, generation: 0 })
})

it('begins right behind the last event when it is more than one page', () => {
  expect(missingPage(stateWith({ events: from(1, 2), headSeq: 900 }))).toEqual({
    beforeSeq: 203,
    limit: 200,
    generation: 0,
  })
})
