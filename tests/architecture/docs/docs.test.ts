import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EnvironmentError, parseEnv } from '#server/env.ts'
import { formatProblem } from '../rule.ts'
import { findDocProblems } from './doc-problems.ts'
import { environmentNames, exampleNames, readDocuments, readProjectFacts } from './project-facts.ts'

const root = process.cwd()

test('everything that the documents name exists', () => {
  expect(findDocProblems(readDocuments(root), readProjectFacts(root)).map(formatProblem)).toEqual([])
})

test('.env.example and server/env.ts name the same variables', () => {
  expect(exampleNames(root)).toEqual(environmentNames(root))
})

test('the placeholders of .env.example are refused', () => {
  const text = readFileSync('.env.example', 'utf8')
  const pairs = [...text.matchAll(/^([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value])
  expect(() => parseEnv(Object.fromEntries(pairs))).toThrow(EnvironmentError)
})
