import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { sqlHome } from './sql-home.ts'

const path = 'server/features/agents/list-agents.ts'

test('SQL outside prisma-free-db is found', () => {
  expect(tryRule(sqlHome, { [path]: `export const q = 'select id from agents'` })).toEqual([`${path}:1`])
  const template = 'export const q = (t: string) => `delete from $' + '{t}`'
  expect(tryRule(sqlHome, { [path]: template })).toEqual([`${path}:1`])
})

test('a driver imported outside prisma-free-db is found', () => {
  expect(tryRule(sqlHome, { [path]: `import postgres from 'postgres'` })).toEqual([`${path}:1`])
})

test('PostgREST and RPC calls outside prisma-free-db are found', () => {
  expect(tryRule(sqlHome, { [path]: `export const f = (ctx) => ctx.services.db.rest.from('agents')` })).toEqual([
    `${path}:1`,
  ])
})

test('prose that says "select" passes', () => {
  expect(tryRule(sqlHome, { [path]: `export const text = 'Select a service, or update your details'` })).toEqual([])
})
