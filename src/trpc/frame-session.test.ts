import { expect, test } from 'vitest'
import { bearerOf, createFrameSession, credentialsOf, frameSession } from './frame-session.ts'

function memoryStorage() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

const refused = () => {
  throw new DOMException('no storage for frames', 'SecurityError')
}

test('is found again by the next page of the same site, until it is forgotten', () => {
  const storage = memoryStorage()
  createFrameSession(() => storage).keep('token')
  const next = createFrameSession(() => storage)
  expect([next.token(), next.isLasting()]).toEqual(['token', true])
  next.forget()
  expect(createFrameSession(() => storage).token()).toBeUndefined()
})

test('lives as long as the page where the browser keeps nothing for frames', () => {
  const session = createFrameSession(refused)
  expect(session.token()).toBeUndefined()
  session.keep('token')
  expect([session.token(), session.isLasting()]).toEqual(['token', false])
  session.forget()
  expect(session.token()).toBeUndefined()
})

test('puts a header on every request, without a token too, and takes the browser’s cookie off', () => {
  const session = createFrameSession(refused)
  expect(bearerOf(session)).toEqual({ authorization: 'Bearer' })
  session.keep('token')
  expect(bearerOf(session)).toEqual({ authorization: 'Bearer token' })
  expect(credentialsOf(session)).toBe('omit')
})

test('is none of a page that is shown by itself', () => {
  expect(frameSession()).toBeUndefined()
  expect(bearerOf(undefined)).toEqual({})
  expect(credentialsOf(undefined)).toBe('same-origin')
})
