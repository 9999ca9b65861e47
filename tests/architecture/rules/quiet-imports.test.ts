import { expect, test } from 'vitest'
import { tryRule } from '../rule.ts'
import { quietImports } from './quiet-imports.ts'

const path = 'server/redis/connections.ts'
const breaks = (text: string, at = path): boolean => tryRule(quietImports, { [at]: text }).length > 0

test('a connection, a timer, a read or a wait at the top level is found', () => {
  expect(breaks(`export const redis = new Redis('x')`)).toBe(true)
  expect(breaks('setInterval(tick, 1_000)')).toBe(true)
  expect(breaks(`const text = readFileSync('x.lua')`)).toBe(true)
  expect(breaks('export const services = createServices(env)')).toBe(true)
  expect(breaks('await connect()')).toBe(true)
  expect(breaks('export const value = await load()')).toBe(true)
})

test('the same inside a function passes', () => {
  expect(breaks(`export const createRedis = () => new Redis('x')`)).toBe(false)
})

test('builders of plain values pass', () => {
  expect(breaks('export const Context = createContext(null)', 'src/ui/a.tsx')).toBe(false)
  expect(breaks('export const t = initTRPC.context().create()')).toBe(false)
})

test('an entry point may act', () => {
  expect(breaks('await createGateway()', 'server/gateway/main.ts')).toBe(false)
})
