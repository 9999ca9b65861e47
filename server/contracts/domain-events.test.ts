import { expect, test } from 'vitest'
import { isCacheTag, tagsOf } from './domain-events.ts'

test('an event makes its row, the lists and both ends of new links stale', () => {
  expect(tagsOf('product.updated', { id: 'p1', agentIds: ['a1', 'a2'] })).toEqual([
    'product:p1',
    'products:all',
    'agent:a1',
    'agent:a2',
  ])
  expect(tagsOf('agent.archived', { id: 'a1' })).toEqual(['agent:a1', 'agents:all'])
})

test('every tag of an event is one that the change feed lets through', () => {
  const tags = [...tagsOf('product.created', { id: 'p1' }), ...tagsOf('agent.created', { id: 'a1' })]
  expect(tags.filter((tag) => !isCacheTag(tag))).toEqual([])
})

test.each(['*', 'payment:7', 'product:', 'products:some', ''])('%j is not a tag of this release', (text) => {
  expect(isCacheTag(text)).toBe(false)
})
