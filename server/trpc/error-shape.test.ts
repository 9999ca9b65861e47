import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { shapeError } from './error-shape.ts'

const shape = {
  message: 'connect ECONNREFUSED postgres://u:secret@db',
  code: -32603,
  data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, path: 'a.b', stack: 'at secret.ts:1' },
}

describe('shapeError', () => {
  it('shows neither stack nor words of an inner error', () => {
    const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: new Error('password=hunter2') })
    const shaped = shapeError({ shape, error })
    expect(JSON.stringify(shaped)).not.toMatch(/secret|hunter2/)
    expect(shaped.message).toBe('Something went wrong on our side.')
  })

  it('carries the public message and the details of an AppError', () => {
    const cause = new AppError('SERVICE_UNAVAILABLE', {
      publicMessage: 'Try again.',
      internal: 'pool exhausted on 10.0.0.3',
      details: { retryAfterMs: 5_000 },
    })
    const shaped = shapeError({ shape, error: new TRPCError({ code: 'SERVICE_UNAVAILABLE', cause }) })
    expect(shaped.message).toBe('Try again.')
    expect(shaped.data.details).toEqual({ retryAfterMs: 5_000 })
    expect(JSON.stringify(shaped)).not.toContain('10.0.0.3')
  })

  it('names each field of bad input', () => {
    const cause = z
      .object({ visitor: z.object({ name: z.string().min(2, 'is too short') }) })
      .safeParse({ visitor: { name: '' } }).error
    const shaped = shapeError({ shape, error: new TRPCError({ code: 'BAD_REQUEST', cause }) })
    expect(shaped.data.details).toEqual({ fields: [{ path: 'visitor.name', problem: 'is too short' }] })
    expect(shaped.message).toBe('Invalid input: visitor.name is too short')
  })
})
