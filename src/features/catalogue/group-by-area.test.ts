import { expect, test } from 'vitest'
import type { PracticeArea, ProductSummary } from '#server/contracts/catalogue.ts'
import { groupByArea } from './group-by-area.ts'

const productIn = (area: PracticeArea, slug: string): ProductSummary => ({
  id: '0190b5a0-0000-7000-8000-000000000000',
  slug,
  area,
  name: slug,
  summary: '',
})

test("areas stand in the firm's order, services in the order they came", () => {
  const groups = groupByArea([productIn('empresarial', 'c'), productIn('familia', 'b'), productIn('familia', 'a')])
  expect(groups.map(({ area, products }) => [area, products.map(({ slug }) => slug)])).toEqual([
    ['familia', ['b', 'a']],
    ['empresarial', ['c']],
  ])
})

test('an area without services is left out', () => {
  expect(groupByArea([])).toEqual([])
})
