import { expect, test } from 'vitest'
import { DatabaseError, DatabaseUnavailableError, fromDriver, fromRest } from './errors.ts'

const driverError = (fields: object) => Object.assign(new Error('refused'), fields)

test.each([
  'ECONNREFUSED',
  'ECONNRESET',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  '57P01',
  '57P03',
  '57014',
  '53300',
  '08006',
])('the driver’s %s means that the database is not available', (code) => {
  const cause = driverError({ code })
  const error = fromDriver(cause)
  expect(error).toBeInstanceOf(DatabaseUnavailableError)
  expect(error).toMatchObject({ cause })
})

test('a refused statement keeps its SQLSTATE and constraint, and loses the row that the server quotes', () => {
  const error = fromDriver(
    driverError({ code: '23514', constraint_name: 'body_check', detail: 'Failing row contains (secret).' }),
  )
  expect(error).toBeInstanceOf(DatabaseError)
  expect(error).toMatchObject({ sqlState: '23514', constraint: 'body_check' })
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret')
})

test('what is not the database’s error passes unchanged', () => {
  const error = new TypeError('a bug')
  expect(fromDriver(error)).toBe(error)
})

test.each([
  [0, ''],
  [503, 'PGRST000'],
  [503, 'PGRST002'],
  [504, 'PGRST003'],
  [502, ''],
  [500, '57014'],
  [503, '57P03'],
])('PostgREST’s status %i with code "%s" means that the database is not available', (status, code) => {
  expect(fromRest({ status, code, message: 'no' })).toBeInstanceOf(DatabaseUnavailableError)
})

test.each([
  [400, '23514'],
  [404, 'PGRST202'],
  [403, '42501'],
  [500, 'XX000'],
  [401, 'PGRST301'],
])('PostgREST’s status %i with code "%s" is a refusal', (status, code) => {
  expect(fromRest({ status, code, message: 'no' })).toMatchObject({ name: 'DatabaseError', sqlState: code })
})
