import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packageImports } from './resolve-import.ts'
import { formatProblem, type Rule } from './rule.ts'
import { defaultExports } from './rules/default-exports.ts'
import { envReader } from './rules/env-reader.ts'
import { fileNames } from './rules/file-names.ts'
import { fileSize } from './rules/file-size.ts'
import { importCycles } from './rules/import-cycles.ts'
import { importLayers } from './rules/import-layers.ts'
import { noBarrels } from './rules/no-barrels.ts'
import { noSilencing } from './rules/no-silencing.ts'
import { noSleeps } from './rules/no-sleeps.ts'
import { quietImports } from './rules/quiet-imports.ts'
import { redisNames } from './rules/redis-names.ts'
import { sqlHome } from './rules/sql-home.ts'
import { staysInside } from './rules/stays-inside.ts'
import { wholeTestRun } from './rules/whole-test-run.ts'
import { readSourceTree } from './source-tree.ts'

const files = readSourceTree(process.cwd())

const rules: readonly [fact: string, rule: Rule][] = [
  ['imports keep to the layers', importLayers],
  ['there are no import cycles', importCycles],
  ['there are no barrels', noBarrels],
  ['the environment is read in one place', envReader],
  ['Redis names come from the registry', redisNames],
  ['SQL lives in prisma-free-db', sqlHome],
  ['nothing outside the folder is read', staysInside],
  ['no file is over its length', fileSize],
  ['nothing is exported as default', defaultExports],
  ['every test runs', wholeTestRun],
  ['nothing happens on import', quietImports],
  ['no check is silenced', noSilencing],
  ['tests do not sleep', noSleeps],
  ['files are named in kebab-case', fileNames],
]

test.for(rules)('%s', ([, rule]) => {
  expect(rule(files).map(formatProblem)).toEqual([])
})

test('the tree holds every part of the product', () => {
  const tops = new Set(files.map(({ path }) => path.split('/')[0]))
  expect([...tops]).toEqual(expect.arrayContaining(['prisma-free-db', 'scripts', 'server', 'src', 'tests']))
})

test('imports are resolved as package.json says', () => {
  const { imports } = JSON.parse(readFileSync('package.json', 'utf8'))
  const expected = Object.fromEntries(Object.entries(packageImports).map(([from, to]) => [`${from}*`, `./${to}*`]))
  expect(imports).toEqual(expected)
})
