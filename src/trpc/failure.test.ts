import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { isTransient, readFailure } from './failure.ts'
import { failureText, failureTexts } from './failure-text.ts'

const rejected = (code: string, details?: object) =>
  new TRPCClientError('x', { result: { error: { code: -32_000, message: 'x', data: { code, details } } } })

const sentence = (error: unknown) => failureText(readFailure(error), failureTexts['pt-BR'])

describe('readFailure', () => {
  it('tells a limited caller the whole seconds to wait', () => {
    const error = rejected('TOO_MANY_REQUESTS', { limit: { retryAfterMs: 12_300 } })
    expect(sentence(error)).toContain('13 segundos')
  })

  it('never tells a limited caller to wait zero seconds', () => {
    expect(sentence(rejected('TOO_MANY_REQUESTS', { limit: { retryAfterMs: 0 } }))).toContain('1 segundo.')
  })

  it('names the fields of a bad request', () => {
    const fields = [{ path: 'visitor.email', problem: 'Invalid email' }]
    expect(readFailure(rejected('BAD_REQUEST', { fields }))).toEqual({ kind: 'invalid', fields })
  })

  it.each([
    ['UNAUTHORIZED', 'signed-out'],
    ['FORBIDDEN', 'forbidden'],
    ['NOT_FOUND', 'not-found'],
    ['CONFLICT', 'conflict'],
    ['INTERNAL_SERVER_ERROR', 'unexpected'],
    ['SOMETHING_NEWER', 'unexpected'],
  ])('reads %s as %s', (code, kind) => {
    expect(readFailure(rejected(code)).kind).toBe(kind)
  })

  it('takes a 503 as passing', () => {
    const failure = readFailure(rejected('SERVICE_UNAVAILABLE', { retryAfterMs: 5_000 }))
    expect(failure).toEqual({ kind: 'unavailable', retryAfterMs: 5_000 })
    expect(isTransient(failure)).toBe(true)
  })

  it("takes a proxy's error page as unavailable, not as offline", () => {
    const error = TRPCClientError.from(new SyntaxError('Unexpected token <'), { meta: { response: new Response() } })
    expect(readFailure(error).kind).toBe('unavailable')
  })

  it('takes a call without any answer as offline', () => {
    expect(readFailure(TRPCClientError.from(new TypeError('Failed to fetch'))).kind).toBe('offline')
  })

  it('takes anything that is no procedure error as unexpected', () => {
    expect(readFailure(new Error('bug')).kind).toBe('unexpected')
  })

  it('does not repeat what was refused for good', () => {
    expect(isTransient(readFailure(rejected('FORBIDDEN')))).toBe(false)
  })
})
