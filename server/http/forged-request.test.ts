import { describe, expect, it } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { findForgery } from './forged-request.ts'

const env = testEnv({ PUBLIC_URL: 'https://firma.example', ALLOWED_ORIGINS: 'https://parceiro.example' })
const own = { origin: 'https://firma.example', host: 'firma.example' }
const json = { 'content-type': 'application/json; charset=utf-8', 'content-length': '2' }

const statusOf = (headers: Record<string, string>, method = 'POST', accepts: 'json' | 'form' = 'json') =>
  findForgery(env, { method, headers: { host: 'firma.example', ...headers } }, accepts)?.status

describe('what changes something', () => {
  it("is taken from the site's pages and from listed ones", () => {
    expect(statusOf({ ...own, ...json })).toBeUndefined()
    expect(statusOf({ origin: 'https://parceiro.example', ...json })).toBeUndefined()
    expect(statusOf({ ...own })).toBeUndefined()
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a lookalike', { origin: 'https://firma.example.evil.example' }],
    ['a sandboxed frame or a file', { origin: 'null' }],
    ['a neighbour below the same domain', { origin: 'https://blog.firma.example', 'sec-fetch-site': 'same-site' }],
    ['a neighbour at another port', { origin: 'https://firma.example:8443', 'sec-fetch-site': 'same-site' }],
    ['the same host without https', { origin: 'http://firma.example' }],
    ['a page that hides its origin', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused to %s, whatever the method', (_, headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']) {
      expect(statusOf({ ...json, ...headers }, method)).toBe(403)
    }
  })

  it('is refused in the bodies that a form can send without asking', () => {
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', '']) {
      expect(statusOf({ ...own, 'content-type': type, 'content-length': '2' })).toBe(415)
      expect(statusOf({ ...own, 'content-type': type, 'transfer-encoding': 'chunked' })).toBe(415)
    }
    expect(statusOf({ ...own, 'content-length': '2' })).toBe(415)
  })

  it('is taken urlencoded where a route says so, and still from our pages only', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '2' }
    expect(statusOf({ ...own, ...form }, 'POST', 'form')).toBeUndefined()
    expect(statusOf({ ...own, ...form, 'content-type': 'text/plain' }, 'POST', 'form')).toBe(415)
    expect(statusOf({ origin: 'https://evil.example', ...form }, 'POST', 'form')).toBe(403)
  })

  it('is taken from whoever brings a bearer token, since then no cookie counts', () => {
    const foreign = { origin: 'https://evil.example', ...json }
    expect(statusOf({ ...foreign, authorization: 'Bearer abc' })).toBeUndefined()
    expect(statusOf({ ...foreign, authorization: 'Basic abc' })).toBe(403)
    expect(statusOf({ ...foreign, authorization: 'Bearer' })).toBe(403)
  })

  it('is taken from programs, which have no cookie of a person', () => {
    expect(statusOf(json)).toBeUndefined()
  })
})

it('what only reads is nobody else’s to refuse', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    expect(statusOf({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, method)).toBeUndefined()
  }
})
