import { expect, test } from 'vitest'
import { selectStages } from './steps.ts'

const namesOf = (args: readonly string[]) =>
  selectStages(args).stages.flatMap(({ steps }) => steps.map(({ name }) => name))

test('without arguments every step runs, the static ones first and the browser last', () => {
  const names = namesOf([])
  expect(names.at(0)).toBe('biome')
  expect(names.at(-1)).toBe('e2e')
})

test('--static leaves out what needs servers', () => {
  expect(namesOf(['--static'])).toEqual(['biome', 'types', 'knip', 'static', 'compose'])
})

test('named steps run alone, in the order of the run', () => {
  expect(namesOf(['e2e', 'types'])).toEqual(['types', 'e2e'])
})

test('an unknown step is named, with those that exist', () => {
  expect(selectStages(['biome', 'lint']).problem).toMatch(/no step "lint".*biome, types/)
})
